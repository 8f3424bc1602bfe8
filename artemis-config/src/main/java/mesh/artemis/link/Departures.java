package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import mesh.protocol.Address;
import mesh.protocol.NodeId;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;

/// Reads the broker's own notices of consumers that ended, and says whose assignments nobody reads
/// any more.
///
/// A node that lost its connection and has another one reads on in a moment, often before the
/// notice of the old one's end is read. So the queues in question are looked at several times, and
/// told of only when none of the looks sees a reader. To look at the start and at the end is not
/// enough: a node whose connections are lost in quick succession may be between two of them at
/// both.
final class Departures implements ReadingThread.Work {
    private static final System.Logger LOG = System.getLogger(Departures.class.getName());
    private static final String NOTICES = "activemq.notifications";
    private static final String QUEUE = "_AMQ_RoutingName";
    private static final String PREFIX = Consumers.ownedQueue(Address.ASSIGNMENTS.name(), "");
    private static final String SELECTOR =
            "_AMQ_NotifType = 'CONSUMER_CLOSED' AND _AMQ_ConsumerCount = 0 AND %s LIKE '%s%%'"
                    .formatted(QUEUE, PREFIX);

    /// Between two looks. All of them take as long as a node needs to read again from where it
    /// connected anew: one pause of its reading thread, and the few calls that open a consumer.
    private static final Duration BETWEEN = Duration.ofMillis(50);

    static final int LOOKS = 6;

    /// As many notices as are looked into at once.
    private static final int MOST = 100;

    private final Consumer<NodeId> departed;

    Departures(Consumer<NodeId> departed) {
        this.departed = departed;
    }

    @Override
    public Inlet open(BrokerSession session) throws JMSException {
        try {
            return Consumers.copy(session, NOTICES, SELECTOR);
        } catch (ActiveMQException refused) {
            throw Failures.jms(refused);
        }
    }

    @Override
    public void take(Arrival first, Inlet inlet, BrokerSession session) throws JMSException {
        var left = new LinkedHashSet<String>();
        Arrival notice = first;
        do {
            left.add(notice.message().getStringProperty(QUEUE));
            notice = left.size() < MOST ? inlet.receiveNow() : null;
        } while (notice != null);
        keepUnread(left, queue -> isRead(queue, session), Departures::pause);
        try {
            left.forEach(queue -> departed.accept(new NodeId(queue.substring(PREFIX.length()))));
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.WARNING, "the word that a node left comes again: " + failed, failed);
            session.rollback();
            return;
        }
        session.commit();
    }

    /// Whether a queue has a reader.
    interface Look {
        boolean isRead(String queue) throws JMSException;
    }

    static void keepUnread(Set<String> queues, Look look, Runnable pause) throws JMSException {
        for (int looks = 0; looks < LOOKS && !queues.isEmpty(); looks++) {
            if (looks > 0) {
                pause.run();
            }
            for (String queue : List.copyOf(queues)) {
                if (look.isRead(queue)) {
                    queues.remove(queue);
                }
            }
        }
    }

    private static boolean isRead(String queue, BrokerSession session) throws JMSException {
        try {
            return session.look(SimpleString.of(queue)).consumers() > 0;
        } catch (ActiveMQException refused) {
            throw Failures.jms(refused);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(BETWEEN.toNanos());
    }
}
