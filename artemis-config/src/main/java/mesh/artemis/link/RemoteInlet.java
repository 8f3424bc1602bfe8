package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;

/// Reads by the client library.
///
/// The library's own for JMS asks the broker each time that nothing has come whether there is
/// really nothing, and waits for the answer: a way there and back for every batch. What the broker
/// sends ahead is what there is; so this one looks no further.
final class RemoteInlet implements Inlet {
    private final ClientSession session;
    private final ClientConsumerInternal consumer;

    /// A queue that goes with this; null where it stays.
    private final SimpleString ownQueue;

    private final AtomicBoolean closed = new AtomicBoolean();

    private RemoteInlet(
            ClientSession session, ClientConsumerInternal consumer, SimpleString ownQueue) {
        this.session = session;
        this.consumer = consumer;
        this.ownQueue = ownQueue;
    }

    /// @param own whether the queue goes when this is closed
    static RemoteInlet open(ClientSession session, SimpleString queue, boolean own)
            throws ActiveMQException {
        // The library makes no other.
        var consumer = (ClientConsumerInternal) session.createConsumer(queue);
        return new RemoteInlet(session, consumer, own ? queue : null);
    }

    @Override
    public Arrival receive(Duration patience) throws JMSException {
        try {
            return taken(consumer.receive(patience.toMillis()));
        } catch (ActiveMQException refused) {
            throw Failures.jms(refused);
        }
    }

    @Override
    public Arrival receiveNow() throws JMSException {
        try {
            return consumer.getBufferSize() == 0 ? null : taken(consumer.receiveImmediate());
        } catch (ActiveMQException refused) {
            throw Failures.jms(refused);
        }
    }

    private static Arrival taken(ClientMessage message) throws ActiveMQException {
        if (message == null) {
            return null;
        }
        message.acknowledge();
        return new Arrival(message, message.getDeliveryCount());
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
