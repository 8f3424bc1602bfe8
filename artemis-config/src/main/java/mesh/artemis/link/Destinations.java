package mesh.artemis.link;

import java.util.Map;
import java.util.stream.Collectors;
import mesh.protocol.Address;
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
