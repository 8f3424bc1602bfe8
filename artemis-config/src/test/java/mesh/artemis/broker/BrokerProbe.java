package mesh.artemis.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.artemis.gate.ConnectionBounds;
import mesh.artemis.gate.Gate;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/// A broker for tests, and what a test may see of it that a party of the mesh may not.
public final class BrokerProbe {
    public static final String USER = "mesh";
    public static final String PASSWORD = "a password of the mesh";
    public static final String CONSOLE_USER = "admin";
    public static final String CONSOLE_PASSWORD = "a password of a person";

    private BrokerProbe() {}

    public static BrokerConfiguration configuration(Path data, int port) {
        return configuration(data, port, false);
    }

    /// @param acceptEmptyJournal whether it may begin with an empty journal where it had one
    public static BrokerConfiguration configuration(
            Path data, int port, boolean acceptEmptyJournal) {
        return new BrokerConfiguration(
                data,
                "127.0.0.1",
                port,
                USER,
                PASSWORD,
                CONSOLE_USER,
                CONSOLE_PASSWORD,
                acceptEmptyJournal);
    }

    public static EmbeddedBroker start(Path data) {
        return EmbeddedBroker.start(configuration(data, 0));
    }

    public static EmbeddedBroker start(Path data, ConnectionBounds bounds) {
        return EmbeddedBroker.start(configuration(data, 0), bounds);
    }

    /// As a new broker: no message anywhere, and no queue that a party brought.
    public static void empty(EmbeddedBroker broker) throws Exception {
        ActiveMQServer server = broker.server();
        for (String name : server.getActiveMQServerControl().getQueueNames()) {
            if (name.startsWith("mesh.assignments.")) {
                server.getActiveMQServerControl().destroyQueue(name, true);
            } else {
                // A private queue may have gone with its reader in the meantime.
                Queue queue = server.locateQueue(name);
                if (queue != null) {
                    queue.deleteAllReferences();
                }
            }
        }
    }

    public static Queue queue(EmbeddedBroker broker, String name) {
        return broker.server().locateQueue(name);
    }

    public static Gate gate(EmbeddedBroker broker) {
        return (Gate) broker.server().getRemotingService().getAcceptor("tcp");
    }

    public static ActiveMQServer server(EmbeddedBroker broker) {
        return broker.server();
    }

    /// Makes the broker see as good as no room on its disk, or the room that there is.
    public static void disk(EmbeddedBroker broker, boolean full) {
        var server =
                (org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl) broker.server();
        server.getMonitor().setMinDiskFree(full ? Long.MAX_VALUE : 1);
        server.getMonitor().tick();
    }

    /// Makes the broker stop, as one does whose journal could not be written.
    public static void breakDisk(EmbeddedBroker broker) {
        broker.server()
                .getIoCriticalErrorListener()
                .onIOException(new java.io.IOException("on purpose"), "on purpose", null);
    }

    /// Lets this much of an address lie on the disk.
    public static void limitPaging(EmbeddedBroker broker, String address, long bytes) {
        var settings =
                new AddressSettings(
                        broker.server().getAddressSettingsRepository().getMatch(address));
        broker.server()
                .getAddressSettingsRepository()
                .addMatch(address, settings.setPageLimitBytes(bytes));
    }

    /// Has the broker give a message again at once.
    public static void hurry(EmbeddedBroker broker, String address) {
        var settings =
                new AddressSettings(
                        broker.server().getAddressSettingsRepository().getMatch(address));
        broker.server()
                .getAddressSettingsRepository()
                .addMatch(address, settings.setRedeliveryDelay(1).setRedeliveryMultiplier(1));
    }

    /// Lets the disk fail whoever reads the large message of a queue, so many times.
    public static void failReading(EmbeddedBroker broker, String queue, AtomicInteger times) {
        try (var messages = queue(broker, queue).browserIterator()) {
            var large = (LargeServerMessage) messages.next().getMessage();
            SequentialFile file = appendFile(large);
            large.getLargeBody().replaceFile(failing(file, times));
        }
    }

    private static SequentialFile failing(SequentialFile file, AtomicInteger times) {
        return (SequentialFile)
                Proxy.newProxyInstance(
                        BrokerProbe.class.getClassLoader(),
                        new Class<?>[] {SequentialFile.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("cloneFile")
                                    && times.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                                throw new UncheckedIOException(new IOException("on purpose"));
                            }
                            return method.invoke(file, arguments);
                        });
    }

    private static SequentialFile appendFile(LargeServerMessage large) {
        try {
            return large.getAppendFile();
        } catch (ActiveMQException none) {
            throw new IllegalStateException(none);
        }
    }
}
