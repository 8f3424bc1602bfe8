package mesh.artemis.gate;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;

/// The broker's acceptor, with a {@link ConnectionGuard} in front of each connection. The broker's
/// own has no place for one there, and gathers frames, and requests of HTTP, of any length from
/// anybody. So this accepts the connections itself and transfers them, as to an acceptor that takes
/// them over from a server of HTTP.
public final class Gate extends NettyAcceptor {
    private static final int LOOPS_PER_PROCESSOR = 3;
    private static final int NO_PORT = 0;

    private final String host;
    private final int port;
    private final String threads;
    private final long logInMillis;
    private final ConnectionLimit<ConnectionGuard> limit;
    private final RefusalLog refusals = new RefusalLog();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private EventLoopGroup loops;
    private volatile Channel listening;

    @SuppressWarnings("rawtypes") // as the broker names it
    Gate(
            ConnectionBounds bounds,
            String name,
            ClusterConnection cluster,
            Map<String, Object> configuration,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener,
            ScheduledExecutorService scheduled,
            Executor failures,
            Map<String, ProtocolManager> protocols,
            String threads,
            MetricsManager metrics) {
        super(
                name,
                cluster,
                configuration,
                handler,
                listener,
                scheduled,
                failures,
                protocols,
                threads,
                metrics);
        this.host = String.valueOf(configuration.get(TransportConstants.HOST_PROP_NAME));
        this.port =
                Integer.parseInt(
                        String.valueOf(configuration.get(TransportConstants.PORT_PROP_NAME)));
        this.threads = threads;
        this.logInMillis = bounds.logInTimeout().toMillis();
        this.limit =
                new ConnectionLimit<>(
                        bounds.most(), bounds.mostStrangers(), ConnectionGuard::hasLoggedIn);
    }

    @Override
    protected void internalStart() throws Exception {
        if (listening != null) {
            return;
        }
        super.internalStart();
        int processors = Runtime.getRuntime().availableProcessors();
        loops =
                new NioEventLoopGroup(
                        LOOPS_PER_PROCESSOR * processors, new DefaultThreadFactory(threads, true));
        listening =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(
                                ChannelOption.SO_RCVBUF,
                                TransportConstants.DEFAULT_TCP_RECEIVEBUFFER_SIZE)
                        .childOption(
                                ChannelOption.SO_SNDBUF,
                                TransportConstants.DEFAULT_TCP_SENDBUFFER_SIZE)
                        .childHandler(new Door())
                        .bind(new InetSocketAddress(host, port))
                        .sync()
                        .channel();
    }

    private final class Door extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            connections.add(channel);
            channel.pipeline().addLast(new ConnectionGuard(limit, refusals, logInMillis));
            transfer(channel);
        }
    }

    @Override
    public int getActualPort() {
        Channel channel = listening;
        return channel != null && channel.localAddress() instanceof InetSocketAddress address
                ? address.getPort()
                : NO_PORT;
    }

    @Override
    public boolean isStarted() {
        return listening != null && super.isStarted();
    }

    /// Who is connected and has not logged in.
    public int strangers() {
        return limit.strangers();
    }

    /// Who is connected.
    public int connected() {
        return limit.all();
    }

    @Override
    public synchronized void pause() {
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
        super.pause();
    }

    /// New keys are for connections that are encrypted, and none is.
    @Override
    public void reload() {
        throw new UnsupportedOperationException("nothing of this acceptor can be loaded again");
    }

    @Override
    public synchronized void asyncStop(Runnable stopped) {
        if (loops == null) {
            super.asyncStop(stopped);
            return;
        }
        EventLoopGroup ending = loops;
        loops = null;
        if (listening != null) {
            listening.close();
            listening = null;
        }
        super.asyncStop(
                () -> {
                    connections.close();
                    ending.shutdownGracefully(
                                    TransportConstants.DEFAULT_QUIET_PERIOD,
                                    getShutdownTimeout(),
                                    TimeUnit.MILLISECONDS)
                            .addListener(_ -> stopped.run());
                });
    }
}
