package mesh.artemis.broker;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.protocol.Address;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor.FileStoreMonitorType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/// Tells how many of the messages that were put aside had to give way to newer ones, because nobody
/// took them away: their queues keep the newest, as `broker.xml` says how many.
final class EvictionLog implements FileStoreMonitor.Callback {
    private static final System.Logger LOG = System.getLogger(EvictionLog.class.getName());
    private static final List<String> QUEUES =
            List.of(Address.QUARANTINE.name(), Address.DEAD.name(), Address.EXPIRED);

    private final ActiveMQServer server;
    private final Map<String, Long> told = new HashMap<>();

    private EvictionLog(ActiveMQServer server) {
        this.server = server;
    }

    /// Looks as often as at the disk, until the broker ends.
    static void tell(ActiveMQServer server) {
        ((ActiveMQServerImpl) server).getMonitor().addCallback(new EvictionLog(server));
    }

    @Override
    public void tick(long usable, long total, boolean enough, FileStoreMonitorType type) {
        for (String name : QUEUES) {
            Queue queue = server.locateQueue(name);
            long lost = queue == null ? 0 : queue.getMessagesReplaced();
            long before = told.getOrDefault(name, 0L);
            if (lost > before) {
                told.put(name, lost);
                LOG.log(
                        Level.WARNING,
                        "{0} keeps the newest {1} messages: {2} older ones are lost",
                        name,
                        queue.getRingSize(),
                        lost - before);
            }
        }
    }
}
