package mesh.artemis.link;

import jakarta.jms.JMSException;
import mesh.protocol.link.Source;
import org.apache.activemq.artemis.api.core.ICoreMessage;

/// Takes what cannot be read out of a queue of last values. To acknowledge a message leaves it
/// there for the next reader, and a thousand of them would take the room of those that can be read;
/// an empty one with the same key takes its place, and is over in a millisecond.
final class Blank {
    private static final String MARK = "mesh_blank";
    private static final String KEY = "node";

    private Blank() {}

    /// Whether a message is one of these, and to be passed over.
    static boolean is(ICoreMessage message) {
        return message.containsProperty(MARK);
    }

    static void over(ICoreMessage unreadable, Source<?> source, BrokerSession session)
            throws JMSException {
        Object key = unreadable.getObjectProperty(KEY);
        if (source.kind() != Source.Kind.LAST_VALUE || key == null) {
            return;
        }
        session.sendBlank(
                source.address().name(), Destinations.routing(source.address()), KEY, key, MARK);
    }
}
