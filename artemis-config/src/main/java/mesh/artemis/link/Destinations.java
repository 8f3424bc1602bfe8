package mesh.artemis.link;

import mesh.protocol.Address;
import mesh.protocol.link.Source;
import org.apache.activemq.artemis.api.core.RoutingType;

/// The mesh's addresses as the broker names them.
final class Destinations {
    private Destinations() {}

    static RoutingType routing(Address<?> address) {
        return switch (address.routing()) {
            case ANYCAST -> RoutingType.ANYCAST;
            case MULTICAST -> RoutingType.MULTICAST;
        };
    }

    /// Whether a source's queue has a name that one can send to, and keeps what is sent there until
    /// it is read.
    static boolean isKnown(Source<?> source) {
        return switch (source.kind()) {
            case QUEUE, SHARED, OWNED -> true;
            case TOPIC, RECENT -> false;
        };
    }

    /// The queue of a source alone, and no other of its address.
    static String queue(Source<?> source) {
        return source.kind() == Source.Kind.QUEUE ? source.queue() : Consumers.qualified(source);
    }
}
