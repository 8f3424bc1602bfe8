package mesh.artemis.gate;

import java.util.Set;
import mesh.protocol.Address;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerQueuePlugin;

/// Which queues a party may make: a node its own, of assignments, and anybody one that goes with
/// its connection, of what is said again soon. Any other that nobody reads would gather all that is
/// sent to its address, until the address is full for everybody.
public final class QueueGuard implements ActiveMQServerQueuePlugin {
    /// Who came and who left, as the broker tells it.
    private static final String NOTIFICATIONS = "activemq.notifications";

    private static final Set<String> TALK =
            Set.of(
                    Address.CONTROL.name(),
                    Address.HEARTBEATS.name(),
                    Address.NEWS.name(),
                    NOTIFICATIONS);

    @Override
    public void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
        // What stands in broker.xml, and what a person makes in the console, has no user.
        if (queue.getUser() == null) {
            return;
        }
        String address = queue.getAddress().toString();
        String name = queue.getName().toString();
        boolean own = address.equals(Address.ASSIGNMENTS.name()) && name.startsWith(address + ".");
        boolean passing = TALK.contains(address) && !queue.isDurable();
        // Nobody waits for room at the address of calls, which carries no work.
        boolean calls = address.equals(Address.CALLS);
        if (!own && !passing && !calls) {
            throw new ActiveMQException(
                    ActiveMQExceptionType.SECURITY_EXCEPTION,
                    "nobody makes a queue '%s' at %s: a node has one of its own, %s.NODE, and others read from those that are there"
                            .formatted(name, address, Address.ASSIGNMENTS));
        }
    }
}
