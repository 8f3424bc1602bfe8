package mesh.artemis.gate;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.AcceptorFactory;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/// Makes a {@link Gate} where the broker would make its own acceptor.
public record GateFactory(ConnectionBounds bounds) implements AcceptorFactory {
    /// The broker's acceptor accepts nothing itself: connections are transferred to it, it keeps no
    /// time for their first word, and its own threads are never used.
    private static final Map<String, Object> TRANSFERRED =
            Map.of(
                    TransportConstants.HTTP_UPGRADE_ENABLED_PROP_NAME, true,
                    TransportConstants.HANDSHAKE_TIMEOUT, 0,
                    TransportConstants.REMOTING_THREADS_PROPNAME, 1,
                    TransportConstants.QUIET_PERIOD, 0);

    @Override
    @SuppressWarnings("rawtypes") // as the broker names it
    public Acceptor createAcceptor(
            String name,
            ClusterConnection cluster,
            Map<String, Object> configuration,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener,
            Executor pool,
            ScheduledExecutorService scheduled,
            Map<String, ProtocolManager> protocols,
            String threads,
            MetricsManager metrics) {
        var own = new HashMap<>(configuration);
        own.putAll(TRANSFERRED);
        return new Gate(
                bounds,
                name,
                cluster,
                own,
                handler,
                listener,
                scheduled,
                new OrderedExecutor(pool),
                protocols,
                threads,
                metrics);
    }
}
