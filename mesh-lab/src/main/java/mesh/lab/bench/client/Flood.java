package mesh.lab.bench.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/// Submits jobs as fast as the mesh takes them, from some clients that each wait for an answer
/// before the next call, as long as not too many are under way. One thread serves all of them, so
/// that as little as can be of the machine goes to who measures.
public final class Flood implements Closeable {
    private static final int SAMPLE = 64;
    private static final Duration A_BIT = Duration.ofMillis(2);

    /// Longer than the mesh holds any request.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StatsWatch stats;
    private final byte[] request;
    private final int perCall;
    private final int inFlight;
    private final Duration patience;
    private final long before;
    private final Selector selector;
    private final List<Caller> callers = new ArrayList<>();
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final AtomicReferenceArray<byte[]> answers = new AtomicReferenceArray<>(SAMPLE);
    private final Thread thread;

    /// When the last answer came, or somebody began to wait for one.
    private long heard = System.nanoTime();

    private volatile long submitted;
    private volatile long refused;
    private volatile boolean over;
    private volatile boolean closed;
    private volatile Exception failed;

    /// A client between two calls.
    ///
    /// @param until of {@link System#nanoTime}, when it may call at the earliest
    private record Idle(Caller caller, long until) {
        boolean mayCall(long now) {
            return now - until >= 0;
        }
    }

    /// Begins at once.
    ///
    /// @param perCall jobs in one call
    /// @param inFlight how many may be submitted and not settled, about
    public Flood(Site site, StatsWatch stats, int clients, int perCall, int inFlight)
            throws IOException {
        this(site, stats, clients, perCall, inFlight, PATIENCE);
    }

    /// @param patience how long no answer may come before that is an error
    Flood(Site site, StatsWatch stats, int clients, int perCall, int inFlight, Duration patience)
            throws IOException {
        this.patience = patience;
        this.stats = stats;
        this.request = Work.request(site, perCall);
        this.perCall = perCall;
        this.inFlight = inFlight;
        this.before = stats.now().succeeded();
        this.selector = Selector.open();
        try {
            for (int client = 0; client < clients; client++) {
                var caller = new Caller(site, selector);
                callers.add(caller);
                idle.add(new Idle(caller, System.nanoTime()));
            }
        } catch (IOException unreachable) {
            closeAll();
            throw unreachable;
        }
        thread = Thread.ofPlatform().daemon().name("clients").start(this::run);
    }

    private void run() {
        try {
            while (!closed && (!over || idle.size() < callers.size())) {
                begin();
                await();
            }
        } catch (IOException | RuntimeException unexpected) {
            failed = unexpected;
        } finally {
            closeAll();
        }
    }

    /// Lets those call that may.
    private void begin() throws IOException {
        for (int left = idle.size(); left > 0 && !over && !isFull(); left--) {
            Idle next = idle.poll();
            if (next.mayCall(System.nanoTime())) {
                next.caller.call(request);
            } else {
                idle.add(next);
            }
        }
    }

    private boolean isFull() throws IOException {
        return submitted - (stats.now().succeeded() - before) > inFlight;
    }

    /// Waits for answers; not for long where somebody may call soon.
    private void await() throws IOException {
        boolean waits = idle.size() < callers.size();
        selector.select(this::goOn, (idle.isEmpty() ? patience : A_BIT).toMillis());
        if (failed != null) {
            throw new IOException(failed.getMessage(), failed);
        }
        if (!waits) {
            heard = System.nanoTime();
        } else if (System.nanoTime() - heard > patience.toNanos()) {
            throw new IOException("no answer came for " + patience);
        }
    }

    /// Goes on with one, whose next call begins at once where it may.
    private void goOn(SelectionKey key) {
        try {
            var caller = (Caller) key.attachment();
            Answer answer = caller.goOn();
            if (answer != null) {
                heard = System.nanoTime();
                idle.add(new Idle(caller, took(answer)));
                begin();
            }
        } catch (IOException | RuntimeException unexpected) {
            failed = unexpected;
        }
    }

    /// @return from when on its client may call again
    private long took(Answer answer) throws IOException {
        long now = System.nanoTime();
        if (answer.busy()) {
            refused++;
            return now + Duration.ofSeconds(Math.max(1, answer.retryAfter())).toNanos();
        }
        answers.set((int) (submitted / perCall % SAMPLE), answer.orFail().body());
        submitted += perCall;
        return now;
    }

    /// Ends it: what was begun is answered still.
    ///
    /// @throws IOException where a client was answered with something else than it should
    public void end() throws IOException, InterruptedException {
        over = true;
        selector.wakeup();
        thread.join();
        if (failed != null) {
            throw new IOException("a client failed: " + failed.getMessage(), failed);
        }
    }

    /// Jobs that were answered with 202.
    public long submitted() {
        return submitted;
    }

    /// Calls that were answered with 429 or 503.
    public long refused() {
        return refused;
    }

    /// The answers to the last calls, as far as they are kept: a sample.
    public List<byte[]> answers() {
        return IntStream.range(0, SAMPLE).mapToObj(answers::get).filter(Objects::nonNull).toList();
    }

    private void closeAll() {
        try {
            selector.close();
            for (Caller caller : callers) {
                caller.close();
            }
        } catch (IOException alreadyGone) {
            // Nobody uses them any more.
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
