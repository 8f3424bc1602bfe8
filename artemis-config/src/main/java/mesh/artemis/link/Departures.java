package mesh.artemis.link;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import mesh.protocol.Address;
import mesh.protocol.NodeId;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/// Reads the broker's own notices of consumers that ended, and says whose assignments nobody reads
/// any more. A node whose new connection came before its old one was given up is not among them.
final class Departures implements ReadingThread.Work {
    private static final System.Logger LOG = System.getLogger(Departures.class.getName());
    private static final String NOTICES = "activemq.notifications";
    private static final String QUEUE = "_AMQ_RoutingName";
    private static final String PREFIX = Consumers.ownedQueue(Address.ASSIGNMENTS.name(), "");
    private static final String SELECTOR =
            "_AMQ_NotifType = 'CONSUMER_CLOSED' AND _AMQ_ConsumerCount = 0 AND %s LIKE '%s%%'"
                    .formatted(QUEUE, PREFIX);

    private final Consumer<NodeId> departed;

    Departures(Consumer<NodeId> departed) {
        this.departed = departed;
    }

    @Override
    public MessageConsumer open(ActiveMQSession session) throws JMSException {
        return session.createConsumer(session.createTopic(NOTICES), SELECTOR);
    }

    @Override
    public void take(Message first, MessageConsumer consumer, ActiveMQSession session)
            throws JMSException {
        try {
            departed.accept(new NodeId(first.getStringProperty(QUEUE).substring(PREFIX.length())));
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.WARNING, "the word that a node left comes again: " + failed, failed);
            session.rollback();
            return;
        }
        session.commit();
    }
}
