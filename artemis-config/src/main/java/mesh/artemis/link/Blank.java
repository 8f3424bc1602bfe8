package mesh.artemis.link;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import mesh.protocol.link.Source;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/// Takes what cannot be read out of a queue of last values. To acknowledge a message leaves it
/// there for the next reader, and a thousand of them would take the room of those that can be read;
/// an empty one with the same key takes its place, and is over in a millisecond.
final class Blank {
    private static final String MARK = "mesh_blank";
    private static final String KEY = "node";

    private Blank() {}

    /// Whether a message is one of these, and to be passed over.
    static boolean is(Message message) throws JMSException {
        return message.propertyExists(MARK);
    }

    static void over(
            Message unreadable, Source<?> source, MessageProducer producer, ActiveMQSession session)
            throws JMSException {
        Object key = unreadable.getObjectProperty(KEY);
        if (source.kind() != Source.Kind.LAST_VALUE || key == null) {
            return;
        }
        Message blank = session.createMessage();
        blank.setObjectProperty(KEY, key);
        blank.setBooleanProperty(MARK, true);
        producer.send(
                Destinations.of(source.address()),
                blank,
                DeliveryMode.NON_PERSISTENT,
                Message.DEFAULT_PRIORITY,
                1);
    }
}
