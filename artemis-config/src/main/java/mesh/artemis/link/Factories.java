package mesh.artemis.link;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/// What the client library is told about the connections of a line: one factory for each, so that
/// an attempt that came to nothing can be ended without the others.
final class Factories {
    /// How often a party says that it is there, and hears that it still has a connection: one that
    /// only it took for alive ends at the next ping after the network is whole again.
    private static final Duration PING = Duration.ofSeconds(3);

    /// What the broker sends ahead of what a reader has taken, in bytes: a few messages of a
    /// hundred records. The library's megabyte would let one reader hoard a whole queue.
    static final int AHEAD = 256 * 1024;

    /// Larger messages travel in pieces and lie in a file of their own; the journal's buffer holds
    /// anything smaller.
    static final int LARGE = 768 * 1024;

    private final String url;
    private final RemoteWay.Use use;

    Factories(String url, RemoteWay.Use use) {
        this.url = url;
        this.use = use;
    }

    /// @param lost is run when the connection's socket is closed, by whomever; not for one within
    ///     the process
    ActiveMQConnectionFactory make(Runnable lost) {
        boolean inVm = url.startsWith("vm:");
        var factory = new ActiveMQConnectionFactory(inVm ? url : patient());
        factory.getServerLocator().addIncomingInterceptor(new Undecoded());
        factory.getServerLocator().addOutgoingInterceptor(watching(lost));
        factory.setReconnectAttempts(0);
        factory.setInitialConnectAttempts(1);
        factory.setUseTopologyForLoadBalancing(false);
        factory.setCallTimeout(Line.PATIENCE.toMillis());
        factory.setCallFailoverTimeout(Line.PATIENCE.toMillis());
        factory.setConnectionTTL(inVm ? -1 : Line.SILENCE.toMillis());
        factory.setClientFailureCheckPeriod(inVm ? -1 : PING.toMillis());
        factory.setConsumerWindowSize(AHEAD);
        factory.setMinLargeMessageSize(LARGE);
        factory.setProducerWindowSize(-1);
        factory.setBlockOnDurableSend(false);
        factory.setBlockOnNonDurableSend(false);
        factory.setConfirmationWindowSize(
                switch (use) {
                    case SEND -> 1 << 20;
                    case READ -> -1;
                });
        return factory;
    }

    /// The library would wait half a minute for a machine that does not answer, and its packets'
    /// repeats get rarer all the while; after a new start the first comes at once.
    private String patient() {
        return url
                + (url.contains("?") ? "&" : "?")
                + TransportConstants.NETTY_CONNECT_TIMEOUT
                + "="
                + Line.PATIENCE.toMillis();
    }

    /// Looks after the socket from the first packet on. The library itself does not see the end of
    /// one that is closed before the broker said what it is, as by a proxy whose broker is away,
    /// and would wait for that word.
    private static Interceptor watching(Runnable lost) {
        var watched = new AtomicBoolean();
        return (_, connection) -> {
            if (!watched.get()
                    && connection.getTransportConnection() instanceof NettyConnection socket
                    && watched.compareAndSet(false, true)) {
                socket.getNettyChannel().closeFuture().addListener(_ -> lost.run());
            }
            return true;
        };
    }
}
