package mesh.artemis.journal;

import javax.management.MBeanServer;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/// Artemis, but for the thread that writes the journal of messages. Artemis hands what is appended
/// over to another thread, and holds up who appends while that one writes. Here the thread that
/// appends writes as soon as nothing more waits to be appended, and what comes meanwhile is written
/// together.
public final class GroupCommitServer extends ActiveMQServerImpl {
    /// @param configuration with a journal of the kind NIO, whose own buffer is off (a timeout of
    ///     0)
    public GroupCommitServer(
            Configuration configuration, MBeanServer beans, ActiveMQSecurityManager users) {
        super(configuration, beans, users);
    }

    @Override
    protected StorageManager createStorageManager() {
        var storage =
                new GroupCommitStorage(
                        getConfiguration(),
                        getCriticalAnalyzer(),
                        executorFactory,
                        scheduledPool,
                        ioExecutorFactory,
                        ioCriticalErrorListener);
        getCriticalAnalyzer().add(storage);
        return storage;
    }
}
