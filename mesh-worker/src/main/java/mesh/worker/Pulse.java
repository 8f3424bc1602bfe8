package mesh.worker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import mesh.protocol.Rhythm;
import mesh.protocol.link.Link;
import mesh.protocol.message.Heartbeat;

/// Sends heartbeats: at once when it starts, then at an interval, soon after another node of
/// this process, when it is asked to, and soon again when one could not be sent: those who
/// wait for it may take the node for gone. The core may ask for a longer interval; each heartbeat
/// says which one it keeps to, so that its silence is judged by that. On a
/// platform thread of its own, so that handlers that hold every carrier cannot make a node seem
/// dead.
final class Pulse implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pulse.class.getName());

    /// After how long a heartbeat that could not be sent is followed by the next.
    private static final Duration AGAIN = Duration.ofMillis(200);

    private static final int SPREAD = 10;
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Link link;
    private final Duration usual;
    private final LongFunction<Heartbeat> heartbeat;
    private final Semaphore wanted = new Semaphore(1);
    private final Thread thread;
    private final AtomicBoolean called = new AtomicBoolean();

    /// What the next heartbeat announces, and what the last one did.
    private volatile Duration interval;

    private Rhythm rhythm;
    private long seq;
    private boolean sent = true;
    private volatile boolean closed;

    /// @param heartbeat makes the one with the given number
    Pulse(Link link, Duration interval, LongFunction<Heartbeat> heartbeat) {
        this.link = link;
        this.usual = interval;
        this.interval = interval;
        this.rhythm = new Rhythm(interval);
        this.heartbeat = heartbeat;
        this.thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Asks for a heartbeat now, because something changed.
    void beat() {
        wanted.release();
    }

    /// Keeps to this interval from the next heartbeat on, or to the usual one where that is longer.
    void pace(Duration asked) {
        interval = asked.compareTo(usual) > 0 ? asked : usual;
    }

    /// The interval that the next heartbeat announces.
    Duration interval() {
        return interval;
    }

    /// Somebody asks who is there: a heartbeat follows within a tenth of the interval, so that not
    /// all nodes answer at once.
    void called() {
        if (called.compareAndSet(false, true)) {
            long most = interval.toNanos() / SPREAD;
            CompletableFuture.delayedExecutor(
                            ThreadLocalRandom.current().nextLong(most + 1), TimeUnit.NANOSECONDS)
                    .execute(
                            () -> {
                                called.set(false);
                                beat();
                            });
        }
    }

    private void run() {
        do {
            try {
                // Whether somebody asked or the time is over: a heartbeat is due.
                if (wanted.tryAcquire(pause().toNanos(), TimeUnit.NANOSECONDS)) {
                    wanted.drainPermits();
                }
                send();
            } catch (Throwable unspeakable) {
                // Even to say what went wrong went wrong, as it may where memory is short; a node
                // that says nothing any more would be taken for dead.
            }
        } while (!closed);
    }

    private Duration pause() {
        if (!rhythm.period().equals(interval)) {
            rhythm = new Rhythm(interval);
        }
        return sent || interval.compareTo(AGAIN) < 0 ? rhythm.untilNext() : AGAIN;
    }

    private void send() {
        sent = false;
        try {
            link.send(List.of(heartbeat.apply(++seq)));
            sent = true;
        } catch (Throwable away) {
            LOG.log(Level.DEBUG, "A heartbeat was not sent; the next will be", away);
        }
    }

    /// Sends the last one; none where none was sent before.
    @Override
    public void close() {
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        closed = true;
        wanted.release();
        try {
            thread.join(FAREWELL);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
