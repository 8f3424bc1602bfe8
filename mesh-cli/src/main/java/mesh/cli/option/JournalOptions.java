package mesh.cli.option;

import picocli.CommandLine.Option;

/// What a broker does with a journal that cannot be used.
public final class JournalOptions {
    @Option(
            names = "--accept-empty-journal",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description =
                    "Begin with an empty journal of the broker though the one under --data is missing or"
                            + " damaged; what is left of it is put aside. Without it such a start is"
                            + " refused.")
    private boolean acceptEmpty;

    public boolean acceptEmpty() {
        return acceptEmpty;
    }
}
