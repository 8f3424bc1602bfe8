package mesh.cli.option;

import java.nio.file.Path;
import mesh.cli.place.DataDirectory;
import picocli.CommandLine.Option;

/// What every command takes.
public final class CommonOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "mesh-data",
            description =
                    "The mesh's directory on this machine: its queues, its store, its credentials"
                            + " (default: mesh-data).")
    private Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of settings (default: mesh.yaml in the current directory).")
    private String config;

    @Option(
            names = "--debug",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description = "Show where in the program an error came from.")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    public DataDirectory data() {
        return new DataDirectory(data);
    }
}
