package mesh.cli.option;

import picocli.CommandLine.Option;

/// Where a core listens.
public final class HttpListenOptions {
    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Where the API listens (default: ${DEFAULT-VALUE}; 0 is any free port).")
    private int httpPort;

    public int httpPort() {
        return httpPort;
    }
}
