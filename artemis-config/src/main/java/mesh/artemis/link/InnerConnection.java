package mesh.artemis.link;

import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.core.server.ActiveMQComponent;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.AbstractRemotingConnection;
import org.apache.activemq.artemis.spi.core.protocol.ConnectionEntry;
import org.apache.activemq.artemis.spi.core.remoting.BaseConnectionLifeCycleListener;
import org.apache.activemq.artemis.spi.core.remoting.Connection;

/// What the broker knows a party in its own process by: it is listed among the connections, can be
/// ended from the console, and ends with the broker. Nothing travels over it.
final class InnerConnection extends AbstractRemotingConnection {
    /// Parties in this process need not say that they are there.
    private static final long FOR_EVER = -1;

    private final ActiveMQServer server;
    private final CompletableFuture<Void> broken;

    /// @param broken is completed when the broker ends it
    InnerConnection(ActiveMQServer server, CompletableFuture<Void> broken) {
        super(
                new InVMConnection(0, null, new Unheard(), null),
                server.getExecutorFactory().getExecutor());
        this.server = server;
        this.broken = broken;
    }

    void open(String name) {
        setClientID(name);
        server.getRemotingService()
                .addConnectionEntry(
                        getTransportConnection(),
                        new ConnectionEntry(this, executor, System.currentTimeMillis(), FOR_EVER));
    }

    /// Ends what goes with a connection, such as queues of its own.
    void leave() {
        destroyed = true;
        server.getRemotingService().removeConnection(getID());
        callClosingListeners();
    }

    @Override
    public void fail(ActiveMQException cause, String scaleDownTargetNodeId) {
        ended();
        callFailureListeners(cause, scaleDownTargetNodeId);
        callClosingListeners();
    }

    @Override
    public void destroy() {
        ended();
        callClosingListeners();
    }

    @Override
    public void disconnect(boolean criticalError) {
        ended();
    }

    @Override
    public void disconnect(String scaleDownNodeId, boolean criticalError) {
        ended();
    }

    private void ended() {
        destroyed = true;
        broken.complete(null);
    }

    @Override
    public String getProtocolName() {
        return "CORE";
    }

    /// Senders are refused where an address is full, and the connection is left alone.
    @Override
    public boolean isSupportsFlowControl() {
        return true;
    }

    private static final class Unheard implements BaseConnectionLifeCycleListener<Object> {
        @Override
        public void connectionCreated(
                ActiveMQComponent component, Connection connection, Object protocol) {}

        @Override
        public void connectionDestroyed(Object connectionId, boolean failed) {}

        @Override
        public void connectionException(Object connectionId, ActiveMQException failed) {}

        @Override
        public void connectionReadyForWrites(Object connectionId, boolean ready) {}
    }
}
