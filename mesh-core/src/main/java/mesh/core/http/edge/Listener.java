package mesh.core.http.edge;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/// Listens on a port and serves HTTP/1.1 to whoever connects, each on a thread of its own. It goes
/// on where the process can open no further file, and opens its port again where that was closed;
/// should it not get the port back, it says so.
public final class Listener implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Listener.class.getName());
    private static final int BACKLOG = 1024;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration SAY_AGAIN = Duration.ofMinutes(1);
    private static final int MOST_TRIES = 30;

    /// What those who connect are served.
    ///
    /// @param context what the reader of HTTP wants to know of where it is
    public record Service(ListenerContext context, Router router) {}

    private final Service service;
    private final Bounds bounds;
    private final Http1ConnectionSelector selector;
    private final Connections connections;
    private final Watch watch;
    private final Clock clock = new Clock();

    /// How many requests there are at once is bounded by what they ask for, not here.
    private final Limit unlimited = FixedLimit.create();

    private final CompletableFuture<String> dead = new CompletableFuture<>();
    private final InetSocketAddress address;
    private volatile ServerSocketChannel socket;
    private volatile boolean closed;
    private long said = System.nanoTime() - SAY_AGAIN.toNanos();

    private Listener(Service service, Bounds bounds, ServerSocketChannel socket)
            throws IOException {
        this.service = service;
        this.bounds = bounds;
        this.socket = socket;
        this.address = (InetSocketAddress) socket.getLocalAddress();
        this.selector =
                Http1ConnectionSelector.builder()
                        .config(
                                Http1Config.builder()
                                        .maxPrologueLength(Bounds.LINE)
                                        .maxHeadersSize(Bounds.HEADERS)
                                        .addReceiveListener(new HeadersRead())
                                        // Nothing says so more cheaply: in HTTP/1.1 a connection
                                        // stays.
                                        .sendKeepAliveHeader(false)
                                        .build())
                        .build();
        this.connections = new Connections(bounds);
        this.watch = new Watch(connections, clock);
    }

    /// Begins to listen.
    ///
    /// @param port 0 for any free one
    /// @throws IOException where it cannot
    public static Listener start(InetAddress host, int port, Service service, Bounds bounds)
            throws IOException {
        var listener = new Listener(service, bounds, open(new InetSocketAddress(host, port)));
        service.router().beforeStart();
        Thread.ofPlatform().daemon().name("mesh-http-listener").start(listener::listen);
        return listener;
    }

    private static ServerSocketChannel open(InetSocketAddress address) throws IOException {
        ServerSocketChannel opened = ServerSocketChannel.open();
        try {
            opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            opened.bind(address, BACKLOG);
            return opened;
        } catch (IOException | RuntimeException failed) {
            opened.close();
            throw failed;
        }
    }

    private void listen() {
        while (!closed && !dead.isDone()) {
            try {
                SocketChannel channel = socket.accept();
                try {
                    serve(channel);
                } catch (IOException gone) {
                    LOGGER.log(System.Logger.Level.TRACE, "a client is gone", gone);
                }
            } catch (IOException | RuntimeException | Error failed) {
                if (!closed) {
                    recover(failed);
                }
            }
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        boolean taken = false;
        clock.look();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            Connection connection = connections.add(this, channel, Peers.of(channel));
            if (connection != null) {
                try {
                    Thread.ofVirtual().name("http ", channel.hashCode()).start(connection);
                    taken = true;
                } finally {
                    if (!taken) {
                        connections.remove(connection);
                    }
                }
                watch.wake();
            }
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /// Whatever keeps it from taking a connection may pass; only a port that is lost does not.
    private void recover(Throwable failed) {
        if (socket.isOpen()) {
            int ended = failed instanceof IOException ? connections.makeRoom() : 0;
            if (System.nanoTime() - said >= SAY_AGAIN.toNanos()) {
                said = System.nanoTime();
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "no further connection can be taken for now (%s); %d that were idle were ended, and it goes on"
                                .formatted(failed, ended));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        } else {
            reopen(failed);
        }
    }

    private void reopen(Throwable lost) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "the port %d was lost (%s) and is opened again".formatted(address.getPort(), lost));
        IOException last = null;
        for (int i = 0; i < MOST_TRIES && !closed; i++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            try {
                socket = open(address);
                if (closed) {
                    socket.close();
                }
                return;
            } catch (IOException failed) {
                last = failed;
                connections.makeRoom();
            }
        }
        if (!closed) {
            dead.complete(
                    "the API listens no more: its port %d was lost and cannot be had again (%s)"
                            .formatted(address.getPort(), last));
        }
    }

    /// The connection's thread serves it until it ends.
    void speak(Connection connection) throws InterruptedException {
        selector.connection(connection).handle(unlimited);
    }

    void ended(Connection connection) {
        connections.remove(connection);
    }

    ListenerContext context() {
        return service.context();
    }

    Router router() {
        return service.router();
    }

    Bounds bounds() {
        return bounds;
    }

    Clock clock() {
        return clock;
    }

    /// The port that it really got.
    public int port() {
        return address.getPort();
    }

    /// How many connections are open.
    public int connections() {
        return connections.count();
    }

    /// Comes true with the reason when it listens no more though nobody closed it.
    public CompletionStage<String> dead() {
        return dead;
    }

    /// Takes what holds the port from it, as nothing but a fault of the system would.
    public void losePort() throws IOException {
        socket.close();
    }

    /// Listens no more, and gives the requests that are being answered a second.
    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // It listens no more all the same.
        }
        long end = System.nanoTime() + GRACE.toNanos();
        connections.closeIdle();
        while (connections.count() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            connections.closeIdle();
        }
        connections.cutAll();
        watch.close();
        service.router().afterStop();
    }

    /// Tells the connection when a head was read.
    private static final class HeadersRead implements Http1ConnectionListener {
        @Override
        public void headers(ConnectionContext connection, Headers headers) {
            ((Connection) connection).headers(headers);
        }
    }
}
