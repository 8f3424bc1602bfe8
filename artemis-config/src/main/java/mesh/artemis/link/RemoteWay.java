package mesh.artemis.link;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/// To a broker anywhere, by the client library.
final class RemoteWay implements Way {
    /// How a line is used.
    enum Use {
        /// With a window of confirmations, so that sends need not wait for each other. The price is
        /// that the broker keeps what a dead process left behind until its silence is over.
        SEND,
        /// Without it, so that the broker sees the end of a killed process at once.
        READ
    }

    private final LinkConfiguration configuration;
    private final Factories factories;

    /// Names the line in each of its lives, so that a reader can follow the one it was before; see
    /// {@link mesh.artemis.broker.Successor}. Null where nothing is read.
    private final String identity;

    RemoteWay(LinkConfiguration configuration, Use use) {
        this.configuration = configuration;
        this.factories = new Factories(configuration.url(), use);
        this.identity = use == Use.READ ? UUID.randomUUID().toString() : null;
    }

    @Override
    public String url() {
        return configuration.url();
    }

    @Override
    public String name() {
        return configuration.name();
    }

    @Override
    public boolean isWithin() {
        return false;
    }

    @Override
    public Life connect(BooleanSupplier done) {
        var broken = new CompletableFuture<Void>();
        ActiveMQConnectionFactory factory = factories.make(() -> broken.complete(null));
        // The library would wait out its patience for the first word of a broker that is gone.
        broken.thenRunAsync(
                () -> {
                    if (!done.getAsBoolean()) {
                        factory.close();
                    }
                },
                task -> Thread.ofVirtual().name("give-up").start(task));
        Connection connection = null;
        try {
            connection = factory.createConnection(configuration.user(), configuration.password());
            connection.setExceptionListener(_ -> broken.complete(null));
            connection.start();
            return new RemoteLife(factory, connection, broken, name(), identity);
        } catch (JMSSecurityException refused) {
            factory.close();
            throw Failures.denied(url(), configuration.user(), refused);
        } catch (JMSException unreachable) {
            RemoteLife.close(connection, factory);
            throw Failures.unreachable(url(), unreachable.getMessage(), unreachable);
        }
    }
}
