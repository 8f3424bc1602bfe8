package mesh.artemis.link;

import java.util.Map;
import java.util.stream.Collectors;
import mesh.protocol.Address;
import mesh.protocol.link.Source;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;

/// The mesh's addresses as JMS names them. They are the broker's own, so nobody asks whether they
/// exist: the library would, twice for each message and waiting for the answer. To send to one that
/// is not there is an error all the same.
final class Destinations {
    private static final Map<Address<?>, ActiveMQDestination> ALL =
            Address.ALL.stream()
                    .collect(Collectors.toUnmodifiableMap(each -> each, Destinations::make));

    private Destinations() {}

    static ActiveMQDestination of(Address<?> address) {
        return ALL.get(address);
    }

    /// Whether a source's queue has a name that one can send to, and keeps what is sent there until
    /// it is read.
    static boolean isKnown(Source<?> source) {
        return switch (source.kind()) {
            case QUEUE, SHARED, OWNED -> true;
            case TOPIC, LAST_VALUE -> false;
        };
    }

    /// The queue of a source alone, and no other of its address.
    static ActiveMQDestination queue(Source<?> source) {
        ActiveMQDestination queue =
                source.kind() == Source.Kind.QUEUE
                        ? ActiveMQDestination.createQueue(source.queue())
                        : ActiveMQDestination.createTopic(Consumers.qualified(source));
        queue.setCreated(true);
        return queue;
    }

    private static ActiveMQDestination make(Address<?> address) {
        ActiveMQDestination made =
                switch (address.routing()) {
                    case ANYCAST -> ActiveMQDestination.createQueue(address.name());
                    case MULTICAST -> ActiveMQDestination.createTopic(address.name());
                };
        made.setCreated(true);
        return made;
    }
}
