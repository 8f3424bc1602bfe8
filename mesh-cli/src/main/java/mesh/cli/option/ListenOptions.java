package mesh.cli.option;

import picocli.CommandLine.Option;

/// The address on which roles listen.
public final class ListenOptions {
    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "The address to listen on (default: ${DEFAULT-VALUE}, this machine alone; 0.0.0.0"
                            + " is every network).")
    private String host;

    public String host() {
        return host;
    }
}
