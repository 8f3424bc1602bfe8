package mesh.cli.option;

import picocli.CommandLine.Option;

/// Where a broker and its console listen.
public final class BrokerListenOptions {
    @Option(
            names = "--broker-port",
            paramLabel = "PORT",
            defaultValue = "61616",
            description =
                    "Where the broker listens for workers (default: ${DEFAULT-VALUE}; 0 is any free"
                            + " port, the same again after a restart).")
    private int brokerPort;

    @Option(
            names = "--console-port",
            paramLabel = "PORT",
            defaultValue = "8161",
            description =
                    "Where the broker's web console listens (default: ${DEFAULT-VALUE}; 0 is any free"
                            + " port).")
    private int consolePort;

    public int brokerPort() {
        return brokerPort;
    }

    public int consolePort() {
        return consolePort;
    }
}
