package mesh.cli.option;

import java.util.Optional;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import picocli.CommandLine.Option;

/// How a role finds its broker.
public final class BrokerOptions {
    @Option(
            names = "--broker",
            paramLabel = "URL",
            description =
                    "The broker, such as tcp://host:61616 (default: the one that runs under --data).")
    private String url;

    @Option(
            names = {"--broker-user", "--user"},
            paramLabel = "NAME",
            description = "Who connects to it (default: the one under --data, or mesh).")
    private String user;

    @Option(
            names = {"--broker-password", "--password"},
            paramLabel = "SECRET",
            description =
                    "With which password (default: the one under --data). MESH_BROKER_PASSWORD keeps it"
                            + " out of the list of processes.")
    private String password;

    /// The broker that was named; empty for the one under the data directory.
    ///
    /// @throws mesh.cli.UserException where what was named is no address
    public Optional<String> url() {
        return Optional.ofNullable(url).map(BrokerAddress::checked);
    }

    /// The user's name, given or kept; empty where neither is.
    public Optional<String> user(DataDirectory data) {
        return Optional.ofNullable(user)
                .or(() -> data.credentials().map(Credentials::brokerUser))
                .or(() -> url().map(_ -> "mesh"));
    }

    public Optional<String> password(DataDirectory data) {
        return Optional.ofNullable(password)
                .or(() -> data.credentials().map(Credentials::brokerPassword));
    }
}
