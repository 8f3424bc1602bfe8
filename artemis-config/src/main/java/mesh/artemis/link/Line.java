package mesh.artemis.link;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import mesh.protocol.link.LinkException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/// One connection to the broker that many sessions share. It is opened when it is needed and again
/// when it broke. The client library's own reconnection is off: it would hold a caller for as long
/// as the broker is away, and would bring back consumers on queues that are gone.
final class Line implements AutoCloseable {
    /// How long one call of the broker may take, and how long a sender waits for its word.
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /// A party that says nothing for so long is gone, for the broker; a third of it is the interval
    /// of the pings. Connections within the process need none.
    static final Duration SILENCE = Duration.ofSeconds(15);

    /// What the broker sends ahead of what a reader has taken, in bytes: a few messages of a
    /// hundred records. The library's megabyte would let one reader hoard a whole queue.
    private static final int AHEAD = 256 * 1024;

    /// Larger messages travel in pieces and lie in a file of their own; the journal's buffer holds
    /// anything smaller.
    private static final int LARGE = 768 * 1024;

    /// How this line is used.
    enum Use {
        /// With a window of confirmations, so that sends need not wait for each other. The price is
        /// that the broker keeps what a dead process left behind until its silence is over.
        SEND,
        /// Without it, so that the broker sees the end of a killed process at once.
        READ
    }

    /// One life of the connection.
    ///
    /// @param broken completes when the connection is lost
    record Open(Connection connection, CompletableFuture<Void> broken) {}

    private final LinkConfiguration configuration;
    private final ActiveMQConnectionFactory factory;
    private Open open;
    private boolean closed;

    Line(LinkConfiguration configuration, Use use) {
        this.configuration = configuration;
        this.factory = new ActiveMQConnectionFactory(configuration.url());
        boolean inVm = configuration.url().startsWith("vm:");
        factory.setReconnectAttempts(0);
        factory.setInitialConnectAttempts(1);
        factory.setUseTopologyForLoadBalancing(false);
        factory.setCallTimeout(PATIENCE.toMillis());
        factory.setCallFailoverTimeout(PATIENCE.toMillis());
        factory.setConnectionTTL(inVm ? -1 : SILENCE.toMillis());
        factory.setClientFailureCheckPeriod(inVm ? -1 : SILENCE.toMillis() / 3);
        factory.setConsumerWindowSize(AHEAD);
        factory.setMinLargeMessageSize(LARGE);
        factory.setProducerWindowSize(-1);
        factory.setBlockOnDurableSend(false);
        factory.setBlockOnNonDurableSend(false);
        factory.setConfirmationWindowSize(
                switch (use) {
                    case SEND -> 1 << 20;
                    case READ -> -1;
                });
    }

    /// The connection, made now if there is none.
    ///
    /// @throws LinkException when the broker cannot be reached or does not let this party in
    synchronized Open open() {
        if (closed) {
            throw new LinkException("the link of " + configuration.name() + " is closed", null);
        }
        if (open != null && open.broken().isDone()) {
            discard();
        }
        if (open == null) {
            open = connect();
        }
        return open;
    }

    private Open connect() {
        var broken = new CompletableFuture<Void>();
        Connection connection = null;
        try {
            connection = factory.createConnection(configuration.user(), configuration.password());
            connection.setExceptionListener(_ -> broken.complete(null));
            connection.start();
            return new Open(connection, broken);
        } catch (JMSSecurityException refused) {
            throw new LinkException(
                    "the broker at %s does not let '%s' in: wrong user or password"
                            .formatted(configuration.url(), configuration.user()),
                    refused);
        } catch (JMSException unreachable) {
            close(connection);
            throw new LinkException(
                    "no broker answers at %s (%s); start one, or give another --broker"
                            .formatted(configuration.url(), unreachable.getMessage()),
                    unreachable);
        }
    }

    /// A session on the connection of this life.
    ActiveMQSession session(Open life, int mode) throws JMSException {
        try {
            // Only ever made by this library's factory.
            var session = (ActiveMQSession) life.connection().createSession(mode);
            session.getCoreSession()
                    .addMetaData(
                            ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY, configuration.name());
            return session;
        } catch (JMSException | ActiveMQException failed) {
            life.broken().complete(null);
            if (failed instanceof JMSException asIs) {
                throw asIs;
            }
            throw Failures.jms(failed);
        }
    }

    ActiveMQSession transacted(Open life) throws JMSException {
        return session(life, Session.SESSION_TRANSACTED);
    }

    String url() {
        return configuration.url();
    }

    private void discard() {
        Connection old = open.connection();
        open = null;
        close(old);
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (JMSException alreadyGone) {
            // It was to be closed, and the broker did it first.
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (open != null) {
            discard();
        }
        factory.close();
    }
}
