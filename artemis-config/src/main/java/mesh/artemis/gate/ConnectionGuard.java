package mesh.artemis.gate;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/// Stands in front of a connection and passes on what it may say. Until it has logged in that is
/// little, and not for long.
final class ConnectionGuard extends ChannelInboundHandlerAdapter {
    /// As many bytes as a connection may send before it has logged in; a log-in has some hundred.
    static final int MOST_OF_STRANGER = 16 << 10;

    /// As many bytes as a message may have that comes in pieces; twice what a reader takes.
    static final long MOST_OF_MESSAGE = 32L << 20;

    private final ConnectionLimit<ConnectionGuard> limit;
    private final RefusalLog refusals;
    private final long logInMillis;
    private final Frames frames = new Frames();

    private ChannelHandlerContext context;
    private int heard;
    private boolean stranger = true;
    private boolean refused;

    /// Of messages that are not whole yet, what has come so far, by the session's channel. Of the
    /// connection's own thread alone.
    private final Map<Long, Long> unfinished = new HashMap<>();

    /// What asked to log in here; null where nothing did.
    private volatile RemotingConnection asked;

    /// @param logInMillis how long it may stay a stranger
    ConnectionGuard(ConnectionLimit<ConnectionGuard> limit, RefusalLog refusals, long logInMillis) {
        this.limit = limit;
        this.refusals = refusals;
        this.logInMillis = logInMillis;
    }

    /// The guard of a connection of the broker; null for one within the process.
    static ConnectionGuard of(RemotingConnection connection) {
        return connection.getTransportConnection() instanceof NettyConnection socket
                ? socket.getNettyChannel().pipeline().get(ConnectionGuard.class)
                : null;
    }

    /// A log-in is tried, once for each connection: a client of the broker leaves when it is
    /// refused.
    ///
    /// @return whether it may be
    boolean mayLogIn(RemotingConnection connection) {
        if (asked != null) {
            return hasLoggedIn();
        }
        asked = connection;
        return true;
    }

    /// Nothing of a message in pieces has come so far, or nothing more will: a client may give one
    /// up in the middle and begin another, or close its session.
    void begins(long channel) {
        unfinished.remove(channel);
    }

    /// A piece of a message came.
    ///
    /// @return whether there may be so much of it
    boolean takes(long channel, int bytes, boolean last) {
        long all = bytes + unfinished.getOrDefault(channel, 0L);
        if (last) {
            unfinished.remove(channel);
        } else {
            unfinished.put(channel, all);
        }
        return all <= MOST_OF_MESSAGE;
    }

    boolean hasLoggedIn() {
        RemotingConnection connection = asked;
        return connection != null && connection.getSubject() != null;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        this.context = context;
        ConnectionGuard goes = limit.opened(this);
        Future<?> look =
                context.executor().schedule(this::lookAgain, logInMillis, TimeUnit.MILLISECONDS);
        context.channel()
                .closeFuture()
                .addListener(
                        _ -> {
                            // Else connections that are long gone would be held until then.
                            look.cancel(false);
                            limit.closed(this);
                        });
        if (goes != null) {
            goes.leave("there are too many connections that have not logged in");
        }
        super.channelActive(context);
    }

    private void lookAgain() {
        if (context.channel().isActive() && isStranger()) {
            refuse("it did not log in within %,d ms".formatted(logInMillis));
        }
    }

    private boolean isStranger() {
        if (stranger && hasLoggedIn()) {
            stranger = false;
            limit.loggedIn(this);
        }
        return stranger;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!refused) {
            String wrong = wrong((ByteBuf) message);
            if (wrong == null) {
                super.channelRead(context, message);
                return;
            }
            refuse(wrong);
        }
        ReferenceCountUtil.release(message);
    }

    private String wrong(ByteBuf bytes) {
        if (stranger) {
            heard += bytes.readableBytes();
            if (heard > MOST_OF_STRANGER && isStranger()) {
                return "it sent more than %,d bytes and has not logged in"
                        .formatted(MOST_OF_STRANGER);
            }
        }
        return frames.follow(bytes);
    }

    /// Ends the connection, whoever asks for it.
    void leave(String why) {
        context.executor().execute(() -> refuse(why));
    }

    private void refuse(String why) {
        if (!refused) {
            refused = true;
            refusals.tell(context.channel().remoteAddress(), why);
            context.close();
        }
    }
}
