package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import mesh.protocol.link.Source;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueMaxConsumerLimitReached;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;

/// Opens what stands behind a source.
final class Consumers {
    /// How long an owned queue is kept while nobody reads it: long enough for a node's machine to
    /// start again, and the leases of what lies in it are over anyway. A broker that itself starts
    /// again begins without these queues; its nodes bring them back when they reconnect.
    private static final Duration KEPT = Duration.ofMinutes(10);

    private Consumers() {}

    static Inlet open(BrokerSession session, Source<?> source) throws JMSException {
        try {
            return switch (source.kind()) {
                case QUEUE, SHARED -> session.read(SimpleString.of(source.queue()), false);
                case TOPIC -> copy(session, source.address().name(), source.selector());
                case RECENT ->
                        session.read(
                                create(
                                        session,
                                        privateQueue(source.address().name(), source.selector())
                                                .setRingSize((long) Source.MOST_RECENT)),
                                true);
                case OWNED -> {
                    String queue = ownedQueue(source.address().name(), source.queue());
                    own(session, source, queue);
                    yield only(session, source, queue);
                }
            };
        } catch (ActiveMQException refused) {
            throw Failures.jms(refused);
        }
    }

    /// Reads a private copy of what is sent to an address from now on.
    ///
    /// @param selector which messages it takes; null for all
    static Inlet copy(BrokerSession session, String address, String selector)
            throws ActiveMQException {
        return session.read(create(session, privateQueue(address, selector)), true);
    }

    private static QueueConfiguration privateQueue(String address, String selector) {
        return QueueConfiguration.of(UUID.randomUUID().toString())
                .setAddress(address)
                .setRoutingType(RoutingType.MULTICAST)
                .setFilterString(selector)
                .setDurable(false)
                .setTemporary(true)
                .setAutoCreateAddress(false);
    }

    private static SimpleString create(BrokerSession session, QueueConfiguration queue)
            throws ActiveMQException {
        session.create(queue);
        return queue.getName();
    }

    /// The queue's name shows in the console which address and whose it is, and cannot be that of
    /// another queue: queues' names are one space for the whole broker.
    static String ownedQueue(String address, String owner) {
        return address + "." + owner;
    }

    /// The name of a source's queue with its address, as the broker tells it from others.
    static String qualified(Source<?> source) {
        String address = source.address().name();
        return address
                + "::"
                + (source.kind() == Source.Kind.OWNED
                        ? ownedQueue(address, source.queue())
                        : source.queue());
    }

    /// Makes the queue, or takes the one that is there. A node that came back with other
    /// capabilities finds a queue with another filter: what lies in it was meant for what the node
    /// was, and goes with it.
    ///
    /// The queue has one reader at most: two nodes of one name would share their assignments, and
    /// take each other's work for a repeat of their own.
    private static void own(BrokerSession session, Source<?> source, String queue)
            throws JMSException, ActiveMQException {
        SimpleString name = SimpleString.of(queue);
        BrokerSession.QueueState there = session.look(name);
        if (there.exists()) {
            if (Objects.equals(there.filter(), source.selector())) {
                return;
            }
            if (there.consumers() > 0) {
                throw new NameTakenException(source.queue());
            }
            session.delete(name);
        }
        session.create(
                QueueConfiguration.of(name)
                        .setAddress(source.address().name())
                        .setRoutingType(RoutingType.MULTICAST)
                        .setFilterString(source.selector())
                        .setDurable(true)
                        .setMaxConsumers(1)
                        .setAutoCreateAddress(false)
                        .setAutoDelete(true)
                        .setAutoDeleteDelay(KEPT.toMillis())
                        .setAutoDeleteMessageCount(-1L));
    }

    /// Whose the queue is, where two want it, the broker says: it lets a party follow the one that
    /// it was before its connection was lost, and nobody else.
    private static Inlet only(BrokerSession session, Source<?> source, String queue)
            throws JMSException, ActiveMQException {
        try {
            return session.read(SimpleString.of(queue), false);
        } catch (ActiveMQQueueMaxConsumerLimitReached taken) {
            throw new NameTakenException(source.queue());
        }
    }
}
