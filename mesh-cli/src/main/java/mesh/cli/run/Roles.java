package mesh.cli.run;

import java.net.URI;
import java.time.InstantSource;
import mesh.artemis.broker.BrokerConfiguration;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.artemis.console.Console;
import mesh.artemis.console.ConsoleConfiguration;
import mesh.auction.Auction;
import mesh.auction.AuctionConfiguration;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.KeptPort;
import mesh.core.Core;
import mesh.core.CoreConfiguration;
import mesh.core.engine.CoreSettings;
import mesh.core.store.Store;
import mesh.protocol.link.Link;
import mesh.worker.Worker;
import mesh.worker.WorkerConfiguration;

/// Starts each role once, as its module wants it.
public final class Roles {
    private Roles() {}

    /// @param port 0 for any free one, but the same as last time where that is free
    /// @param acceptEmptyJournal whether it may begin with an empty journal where it had one
    public static EmbeddedBroker broker(
            DataDirectory data,
            String host,
            int port,
            Credentials credentials,
            boolean acceptEmptyJournal) {
        if (port != 0) {
            return start(data, host, port, credentials, acceptEmptyJournal);
        }
        var kept = new KeptPort(data);
        EmbeddedBroker broker =
                start(data, host, kept.orAny(host), credentials, acceptEmptyJournal);
        kept.keep(URI.create(broker.url()).getPort());
        return broker;
    }

    private static EmbeddedBroker start(
            DataDirectory data,
            String host,
            int port,
            Credentials credentials,
            boolean acceptEmptyJournal) {
        return EmbeddedBroker.start(
                new BrokerConfiguration(
                        data.path(),
                        host,
                        port,
                        credentials.brokerUser(),
                        credentials.brokerPassword(),
                        credentials.consoleUser(),
                        credentials.consolePassword(),
                        acceptEmptyJournal));
    }

    public static Console console(String host, int port, Credentials credentials) {
        return Console.start(
                new ConsoleConfiguration(
                        host, port, credentials.consoleUser(), credentials.consolePassword()));
    }

    /// @param store the core's, which ends with it
    public static Core core(
            Keeping keeping,
            Store store,
            String host,
            int port,
            Credentials credentials,
            Link link) {
        return Core.start(core(keeping, host, port, credentials), store, link);
    }

    private static CoreConfiguration core(
            Keeping keeping, String host, int port, Credentials credentials) {
        return new CoreConfiguration(
                keeping.store(),
                keeping.retention(),
                host,
                port,
                credentials.token(),
                CoreSettings.forHeap(Runtime.getRuntime().maxMemory()));
    }

    public static Auction auction(Link link) {
        return Auction.start(AuctionConfiguration.defaults(), link, InstantSource.system());
    }

    public static Worker worker(WorkerConfiguration configuration, Link link) {
        return Worker.start(configuration, link);
    }
}
