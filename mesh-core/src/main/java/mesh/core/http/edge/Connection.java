package mesh.core.http.edge;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/// One client's connection, with a thread of its own. It knows what it waits for and since when, so
/// that others can end it when that takes too long or when room must be made.
public final class Connection implements ConnectionContext, Runnable {
    private static final System.Logger LOGGER = System.getLogger(Connection.class.getName());
    private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

    /// What goes first where room must be made.
    enum Rank {
        /// It has its last answer.
        LINGERING,
        /// It has not shown the token, and no request of it is answered now.
        STRANGER,
        /// It may send another request.
        IDLE,
        /// It is being served.
        SERVED
    }

    private final Listener listener;
    private final Client client;
    private final boolean spare;
    private final Peers peers;
    private final Deadline deadline;
    private final Wire wire;
    private final Inbound inbound = new Inbound(this::read);
    private final DataReader reader = DataReader.create(inbound::next);

    /// Guards the end of a wait against an interruption that comes after it.
    private final Object waiting = new Object();

    private Thread waiter;
    private Thread thread;
    private Budget place;
    private final Clock clock;
    private final AtomicReference<Rank> rank = new AtomicReference<>(Rank.STRANGER);
    private volatile long since;
    private volatile boolean trusted;
    private long headBegan;
    private long bodyBegan;
    private long bodyBytes;

    Connection(
            Listener listener, SocketChannel channel, Peers peers, Client client, boolean spare) {
        this.listener = listener;
        this.client = client;
        this.spare = spare;
        this.peers = peers;
        this.clock = listener.clock();
        this.since = clock.now();
        this.deadline = new Deadline(listener.bounds(), clock);
        this.wire = new Wire(channel, deadline);
    }

    /// That of the calling thread, which answers a request.
    public static Connection current() {
        return CURRENT.get();
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        CURRENT.set(this);
        boolean ended = false;
        try {
            listener.speak(this);
            ended = true;
        } catch (ServerConnectionException
                | UncheckedIOException
                | DataReader.InsufficientDataAvailableException gone) {
            LOGGER.log(System.Logger.Level.TRACE, "a client is gone", gone);
        } catch (CloseConnectionException said) {
            ended = true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOGGER.log(System.Logger.Level.WARNING, "a connection failed", failed);
        } finally {
            leavePlace();
            if (ended && wire.isOpen()) {
                is(Rank.LINGERING);
                deadline.in(listener.bounds().linger().toNanos());
                wire.linger(Bounds.LINGER_BYTES);
            }
            wire.close();
            listener.ended(this);
        }
    }

    private void is(Rank now) {
        rank.lazySet(now);
        since = clock.now();
    }

    private byte[] read(Inbound.Awaited awaited) {
        Bounds bounds = listener.bounds();
        switch (awaited) {
            case REQUEST -> {
                leavePlace();
                headBegan = 0;
                is(trusted ? Rank.IDLE : Rank.STRANGER);
                deadline.in((trusted ? bounds.idle() : bounds.patience()).toNanos());
            }
            case HEAD -> {
                // Counted from its first byte, however slowly the others come.
                long now = clock.now();
                headBegan = headBegan == 0 ? now : headBegan;
                deadline.in(bounds.patience().toNanos() - (now - headBegan));
            }
            case BODY -> {
                long now = clock.now();
                bodyBegan = bodyBytes == 0 ? now : bodyBegan;
                deadline.in(
                        Math.min(
                                bounds.patience().toNanos(),
                                bounds.nanosFor(bodyBytes) - (now - bodyBegan)));
            }
        }
        byte[] read = wire.read();
        deadline.none();
        bodyBytes += read == null ? 0 : read.length;
        return read;
    }

    /// A head was read: from here on a request is answered.
    void headers(Headers headers) {
        bodyBytes = 0;
        inbound.headers(headers);
        rank.lazySet(Rank.SERVED);
    }

    /// The client has shown that it may be here.
    public void trust() {
        trusted = true;
    }

    /// Whether it was taken for health alone: all other connections are in use.
    public boolean isSpare() {
        return spare;
    }

    /// Takes a place for the request that is answered, in the stead of the one that it has.
    public Budget.Answer take(Budget budget) {
        Budget.Answer answer = budget.take(client.held(budget));
        if (answer == Budget.Answer.TAKEN) {
            leavePlace();
            place = budget;
        }
        return answer;
    }

    /// The request is answered.
    public void leavePlace() {
        if (place != null) {
            place.giveBack(client.held(place));
            place = null;
        }
    }

    public Client client() {
        return client;
    }

    /// From here on the calling thread waits for something that is not the client's. Should the
    /// client go meanwhile the thread is interrupted.
    ///
    /// @return ends the wait
    public Waiting await() {
        synchronized (waiting) {
            waiter = Thread.currentThread();
        }
        since = clock.now();
        return () -> {
            synchronized (waiting) {
                waiter = null;
            }
        };
    }

    /// Ends without an exception.
    public interface Waiting extends AutoCloseable {
        @Override
        void close();
    }

    /// What is to be seen to now and then.
    ///
    /// @param young a wait shorter than this needs no one who listens for the client's end
    void look(long now, long young) {
        if (deadline.isOver(now)) {
            close();
            return;
        }
        synchronized (waiting) {
            if (waiter != null && now - since > young) {
                wire.watch(this::gone);
            }
        }
    }

    private void gone() {
        synchronized (waiting) {
            if (waiter != null) {
                waiter.interrupt();
            }
        }
    }

    /// Ends it, from any thread.
    void close() {
        wire.close();
    }

    /// Ends it as {@link #close}, and whatever its thread waits for.
    void cut() {
        close();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    Rank rank() {
        return rank.get();
    }

    long since() {
        return since;
    }

    @Override
    public ListenerContext listenerContext() {
        return listener.context();
    }

    @Override
    public ExecutorService executor() {
        return listener.context().executor();
    }

    @Override
    public DataWriter dataWriter() {
        return wire;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public Router router() {
        return listener.router();
    }

    @Override
    public PeerInfo remotePeer() {
        return peers.remote();
    }

    @Override
    public PeerInfo localPeer() {
        return peers.local();
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String socketId() {
        return peers.id();
    }

    @Override
    public String childSocketId() {
        return "0";
    }
}
