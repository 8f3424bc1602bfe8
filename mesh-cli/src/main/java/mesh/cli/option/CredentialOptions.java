package mesh.cli.option;

import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import picocli.CommandLine.Option;

/// What opens a mesh, for whoever does not want what the first start generates.
public final class CredentialOptions {
    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The API's token (default: generated on the first start and kept).")
    private String token;

    @Option(
            names = {"--broker-user", "--user"},
            paramLabel = "NAME",
            description = "Who connects to the broker (default: mesh).")
    private String brokerUser;

    @Option(
            names = {"--broker-password", "--password"},
            paramLabel = "SECRET",
            description = "With which password (default: the one under --data).")
    private String brokerPassword;

    @Option(
            names = "--console-user",
            paramLabel = "NAME",
            description = "Who logs in to the console (default: admin).")
    private String consoleUser;

    @Option(
            names = "--console-password",
            paramLabel = "SECRET",
            description = "With which password (default: generated on the first start and kept).")
    private String consolePassword;

    /// What opens the mesh from now on; kept under the data directory.
    public Credentials keep(DataDirectory data) {
        return Credentials.keep(
                data,
                new Credentials(token, consoleUser, consolePassword, brokerUser, brokerPassword));
    }
}
