package mesh.cli.run;

import java.util.function.Supplier;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.artemis.link.ArtemisLink;
import mesh.artemis.link.LinkConfiguration;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.option.BrokerOptions;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.Endpoints;
import mesh.protocol.link.Link;

/// Connects a role to its broker.
public final class Links {
    private Links() {}

    /// To the broker in this process.
    static Link within(EmbeddedBroker broker, Credentials credentials, String name) {
        return ArtemisLink.within(
                broker, credentials.brokerUser(), credentials.brokerPassword(), name);
    }

    /// To the broker that was named, or that runs under the data directory; waits for one that is
    /// still starting.
    ///
    /// @param name whose connection it is, for the console
    /// @throws UserException when there is none after a while
    public static Link to(BrokerOptions broker, DataDirectory data, Screen screen, String name) {
        Supplier<Link> connecting =
                () ->
                        ArtemisLink.connect(
                                new LinkConfiguration(
                                        broker.url().orElseGet(() -> offered(data)),
                                        broker.user(data).orElseThrow(() -> unknownUser(data)),
                                        broker.password(data)
                                                .orElseThrow(() -> noPassword(broker, data)),
                                        name));
        return Retry.until(screen, what(broker, data), connecting);
    }

    /// Starts a role on its link. Where the broker goes away meanwhile the role is started again
    /// once it is back: a broker that is restarted must not end those who are just starting.
    ///
    /// @throws UserException when it does not come back for a while
    public static <T> T join(
            BrokerOptions broker, DataDirectory data, Screen screen, Supplier<T> starting) {
        return Retry.until(screen, what(broker, data), starting);
    }

    private static String what(BrokerOptions broker, DataDirectory data) {
        return broker.url()
                .map(url -> "broker at " + url)
                .orElse("broker under " + data + " (name another with --broker)");
    }

    private static String offered(DataDirectory data) {
        return data.endpoints()
                .map(Endpoints::broker)
                .orElseThrow(() -> new Retry.NotYet("no broker is running under " + data));
    }

    private static RuntimeException unknownUser(DataDirectory data) {
        return new Retry.NotYet("no mesh was ever started under " + data);
    }

    private static RuntimeException noPassword(BrokerOptions broker, DataDirectory data) {
        return broker.url().isPresent()
                ? UserException.usage(
                        "%s needs a password, and there is none under %s; give it with"
                                        .formatted(broker.url().get(), data)
                                + " MESH_BROKER_PASSWORD or --broker-password")
                : unknownUser(data);
    }
}
