package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.QueueQueryResult;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;

/// A session of the broker in this process, called directly. It reads one queue at the most.
///
/// Whoever calls must not be interrupted while a large message is written or read: the file of one
/// whose thread is interrupted is closed, which the broker takes for a failure of its disk.
final class InnerSession implements BrokerSession {
    private static final long READER = 1;
    private static final int HEADERS = 512;

    private final ServerSession session;
    private final StorageManager storage;
    private final Ahead ahead;
    private final Consumer<InnerSession> ended;
    private final AtomicBoolean closed = new AtomicBoolean();
    private ServerConsumer reader;
    private SimpleString ownQueue;
    private final Acknowledgements acknowledgements;

    /// Whether the transaction sends what has to be on the disk when it has ended. An
    /// acknowledgement has not: where it is lost the message comes again.
    private boolean sendsDurable;

    /// @param ended hears when it is closed
    InnerSession(
            ServerSession session,
            StorageManager storage,
            Ahead ahead,
            Consumer<InnerSession> ended) {
        this.session = session;
        this.acknowledgements = new Acknowledgements(session, READER);
        this.storage = storage;
        this.ahead = ahead;
        this.ended = ended;
    }

    /// What the broker does for somebody.
    private interface Work<T> {
        T run() throws Exception;
    }

    /// Has the broker do something, whose writes to the disk belong to this session.
    private <T> T ask(Work<T> work) throws ActiveMQException {
        storage.setContext(session.getSessionContext());
        try {
            return work.run();
        } catch (ActiveMQException | RuntimeException asIs) {
            throw asIs;
        } catch (Exception other) {
            throw new ActiveMQException(
                    other.toString(), other, ActiveMQExceptionType.GENERIC_EXCEPTION);
        } finally {
            storage.clearContext();
        }
    }

    private void demand(Work<?> work) throws JMSException {
        try {
            ask(work);
        } catch (ActiveMQException | RuntimeException refused) {
            throw Failures.jms(refused);
        }
    }

    @Override
    public Inlet read(SimpleString queue, boolean own) throws ActiveMQException {
        reader =
                ask(
                        () -> {
                            ServerConsumer made =
                                    session.createConsumer(
                                            READER, queue, null, 0, false, false, -1);
                            session.start();
                            return made;
                        });
        ownQueue = own ? queue : null;
        return new InnerInlet(this, ahead);
    }

    /// @param roomAgain whether the broker is to go on giving
    void took(Arrival arrival, boolean roomAgain) {
        acknowledgements.took(arrival.message().getMessageID());
        ahead.atWork();
        if (roomAgain) {
            reader.promptDelivery();
        }
    }

    /// Acknowledges what is done with first, so that it does not come again.
    synchronized void stopReading() throws JMSException {
        demand(
                () -> {
                    acknowledgements.catchUp();
                    reader.close(false);
                    if (ownQueue != null) {
                        session.deleteQueue(ownQueue);
                    }
                    return null;
                });
    }

    /// How long what is done with may still wait; null where nothing does.
    Duration lagLeft() {
        return acknowledgements.lagLeft();
    }

    /// Acknowledges what has waited for so long. While its reader waits for a message, another may
    /// stop it.
    synchronized void catchUp() throws JMSException {
        demand(
                () -> {
                    acknowledgements.catchUp();
                    return null;
                });
    }

    @Override
    public QueueState look(SimpleString queue) throws ActiveMQException {
        QueueQueryResult there = ask(() -> session.executeQueueQuery(queue));
        return new QueueState(
                there.isExists(),
                Objects.toString(there.getFilterString(), null),
                there.getConsumerCount());
    }

    @Override
    public void create(QueueConfiguration queue) throws ActiveMQException {
        ask(() -> session.createQueue(queue));
    }

    @Override
    public void delete(SimpleString queue) throws ActiveMQException {
        ask(
                () -> {
                    session.deleteQueue(queue);
                    return null;
                });
    }

    @Override
    public void send(
            Outgoing message,
            String address,
            RoutingType routing,
            SendAcknowledgementHandler confirmed)
            throws JMSException {
        var written = new CoreMessage(0, message.bytes() + HEADERS);
        written.setType(message.type());
        written.setDurable(message.durable());
        message.write(written);
        send(written, address, routing, confirmed);
    }

    private void send(
            CoreMessage message,
            String address,
            RoutingType routing,
            SendAcknowledgementHandler confirmed)
            throws JMSException {
        message.setAddress(SimpleString.of(address));
        Outgoing.head(message, routing);
        sendsDurable |= message.isDurable();
        demand(
                () -> {
                    // What was done with before has no part in a transaction that may fail.
                    acknowledgements.catchUp();
                    session.send(message, true, null);
                    if (confirmed != null) {
                        storage.afterCompleteOperations(new Told(message, confirmed));
                    }
                    return null;
                });
    }

    @Override
    public void done() throws JMSException {
        acknowledgements.done();
        if (!lagLeft().isPositive()) {
            catchUp();
        }
        goOn();
    }

    @Override
    public void commit() throws JMSException {
        demand(
                () -> {
                    acknowledgements.join();
                    session.commit();
                    return null;
                });
        goOn();
        if (sendsDurable) {
            sendsDurable = false;
            awaitDisk();
        }
    }

    /// Lets the broker go on giving, where it was sent away meanwhile.
    private void goOn() throws JMSException {
        if (ahead.ready()) {
            demand(
                    () -> {
                        reader.promptDelivery();
                        return null;
                    });
        }
    }

    /// What was taken counts as delivered, and comes again after the pause that its address asks
    /// for; what lies ahead goes back as it was, and what was done with before is acknowledged.
    @Override
    public void rollback() throws JMSException {
        demand(
                () -> {
                    acknowledgements.catchUp();
                    session.stop();
                    ahead.clear();
                    ahead.ready();
                    acknowledgements.join();
                    session.rollback(false);
                    session.start();
                    return null;
                });
    }

    private void awaitDisk() throws JMSException {
        boolean there;
        try {
            there = session.getSessionContext().waitCompletion(Line.PATIENCE.toMillis());
        } catch (Exception failed) {
            throw Failures.jms(failed);
        }
        if (!there) {
            throw new JMSException(
                    "the broker's disk said nothing for " + Line.PATIENCE.toSeconds() + " s");
        }
    }

    @Override
    public boolean isClosed() {
        return session.isClosed();
    }

    @Override
    public void close() throws JMSException {
        if (closed.compareAndSet(false, true)) {
            ended.accept(this);
            demand(
                    () -> {
                        session.close(false);
                        return null;
                    });
        }
    }
}
