package mesh.artemis.link;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/// One consumer of a transacted session, for one thread to read from; another may close it.
///
/// The library's own for JMS asks the broker each time that nothing has come whether there is
/// really nothing, and waits for the answer: a way there and back for every batch. What the broker
/// sends ahead is what there is; so this one looks no further.
final class Inlet implements AutoCloseable {
    private final ClientSession session;
    private final ClientConsumerInternal consumer;

    /// A queue that goes with this; null where it stays.
    private final SimpleString ownQueue;

    private final AtomicBoolean closed = new AtomicBoolean();

    private Inlet(ClientSession session, ClientConsumerInternal consumer, SimpleString ownQueue) {
        this.session = session;
        this.consumer = consumer;
        this.ownQueue = ownQueue;
    }

    /// Reads a queue that is there.
    static Inlet of(ActiveMQSession session, String queue) throws ActiveMQException {
        return open(session.getCoreSession(), SimpleString.of(queue), null);
    }

    /// Reads a queue that goes when this is closed, or its connection ends.
    static Inlet ofOwn(ActiveMQSession session, SimpleString queue) throws ActiveMQException {
        return open(session.getCoreSession(), queue, queue);
    }

    private static Inlet open(ClientSession session, SimpleString queue, SimpleString own)
            throws ActiveMQException {
        // The library makes no other.
        var consumer = (ClientConsumerInternal) session.createConsumer(queue);
        return new Inlet(session, consumer, own);
    }

    /// Waits for a message. It is acknowledged in the session's transaction.
    ///
    /// @return null where none came in time, or this was closed
    Message receive(Duration patience) throws JMSException {
        try {
            return taken(consumer.receive(patience.toMillis()));
        } catch (ActiveMQException refused) {
            throw Failures.jms(refused);
        }
    }

    /// A message that has come already; null where none has.
    Message receiveNow() throws JMSException {
        try {
            return consumer.getBufferSize() == 0 ? null : taken(consumer.receiveImmediate());
        } catch (ActiveMQException refused) {
            throw Failures.jms(refused);
        }
    }

    private Message taken(ClientMessage message) throws ActiveMQException {
        if (message == null) {
            return null;
        }
        message.acknowledge();
        return new ActiveMQMessage(message, session);
    }

    @Override
    public void close() throws JMSException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            consumer.close();
            if (ownQueue != null) {
                session.deleteQueue(ownQueue);
            }
        } catch (ActiveMQException alreadyGone) {
            throw Failures.jms(alreadyGone);
        }
    }
}
