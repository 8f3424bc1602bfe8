package mesh.artemis.link;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import mesh.artemis.broker.Successor;
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

    /// A party that says nothing for so long is gone, for the broker. Connections within the
    /// process need no pings.
    static final Duration SILENCE = Duration.ofSeconds(15);

    private static final Duration MOMENT = Duration.ofMillis(50);

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
    /// @param factory made this one connection, and ends with it
    /// @param broken completes when the connection is lost
    record Open(
            ActiveMQConnectionFactory factory,
            Connection connection,
            CompletableFuture<Void> broken) {}

    private final LinkConfiguration configuration;
    private final Factories factories;

    /// Names this line in each of its lives, so that a reader can follow the one it was before; see
    /// {@link Successor}. Null where nothing is read.
    private final String identity;

    private Open open;
    private CompletableFuture<Open> opening;
    private boolean closed;

    Line(LinkConfiguration configuration, Use use) {
        this.configuration = configuration;
        this.factories = new Factories(configuration.url(), use);
        this.identity = use == Use.READ ? UUID.randomUUID().toString() : null;
    }

    /// The connection, made now if there is none. Those who ask while it is being made wait for the
    /// same one, none of them longer than {@link #PATIENCE}.
    ///
    /// @throws LinkException when the broker cannot be reached or does not let this party in
    Open open() {
        try {
            return opening().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            LinkException told = (LinkException) failed.getCause();
            throw new LinkException(told.getMessage(), told.getCause());
        } catch (TimeoutException silent) {
            throw unreachable("it said nothing within " + PATIENCE.toSeconds() + " s", silent);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted", stopping);
        }
    }

    private synchronized CompletableFuture<Open> opening() {
        if (closed) {
            throw new LinkException("the link of " + configuration.name() + " is closed", null);
        }
        if (open != null && open.broken().isDone()) {
            discard();
        }
        if (open != null) {
            return CompletableFuture.completedFuture(open);
        }
        if (opening == null) {
            var attempt = new CompletableFuture<Open>();
            opening = attempt;
            Thread.ofVirtual().name("connect").start(() -> connect(attempt));
        }
        return opening;
    }

    private void connect(CompletableFuture<Open> attempt) {
        try {
            Open made = connect(attempt::isDone);
            keep(made);
            attempt.complete(made);
        } catch (LinkException told) {
            forget();
            attempt.completeExceptionally(told);
        } catch (Throwable unforeseen) {
            forget();
            attempt.completeExceptionally(unreachable(unforeseen.toString(), unforeseen));
        }
    }

    private synchronized void keep(Open made) {
        opening = null;
        open = made;
        if (closed) {
            discard();
        }
    }

    /// Whoever asks in the next moment hears the same: senders that try again without a pause are
    /// not to make connections as fast as a proxy can end them.
    private void forget() {
        CompletableFuture.delayedExecutor(MOMENT.toMillis(), TimeUnit.MILLISECONDS)
                .execute(
                        () -> {
                            synchronized (this) {
                                opening = null;
                            }
                        });
    }

    private LinkException unreachable(String why, Throwable cause) {
        return new LinkException(
                "no broker answers at %s (%s); start one, or give another --broker"
                        .formatted(configuration.url(), why),
                cause);
    }

    /// @param done whether the connection is made, or nobody waits for it any more
    private Open connect(BooleanSupplier done) {
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
            return new Open(factory, connection, broken);
        } catch (JMSSecurityException refused) {
            factory.close();
            throw new LinkException(
                    "the broker at %s does not let '%s' in: wrong user or password"
                            .formatted(configuration.url(), configuration.user()),
                    refused);
        } catch (JMSException unreachable) {
            close(connection, factory);
            throw unreachable(unreachable.getMessage(), unreachable);
        }
    }

    /// A session on the connection of this life.
    ActiveMQSession session(Open life, int mode) throws JMSException {
        try {
            // Only ever made by this library's factory.
            var session = (ActiveMQSession) life.connection().createSession(mode);
            ClientSession core = session.getCoreSession();
            core.addMetaData(ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY, configuration.name());
            if (identity != null) {
                core.addMetaData(Successor.LINE, identity);
            }
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

    /// Takes the connection for lost, so that the next who needs it makes another.
    synchronized void giveUp() {
        if (open != null) {
            open.broken().complete(null);
        }
    }

    /// A broker that hangs does not answer to a farewell either, and nobody waits for that.
    private void discard() {
        Open old = open;
        open = null;
        Thread.ofVirtual().name("disconnect").start(() -> close(old.connection(), old.factory()));
    }

    private static void close(Connection connection, ActiveMQConnectionFactory factory) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (JMSException alreadyGone) {
            // It was to be closed, and the broker did it first.
        } finally {
            factory.close();
        }
    }

    @Override
    public void close() {
        Open last;
        synchronized (this) {
            closed = true;
            last = open;
            open = null;
        }
        if (last != null) {
            close(last.connection(), last.factory());
        }
    }
}
