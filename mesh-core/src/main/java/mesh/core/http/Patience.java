package mesh.core.http;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mesh.protocol.Rhythm;

/// Ends the wait for a client that stops in the middle of its headers or its body. Helidon's own
/// limit knows only connections between two requests, so such a client would hold its place for
/// ever.
///
/// Whoever waits for a client says so; one that waits too long is interrupted, which closes the
/// socket on which a virtual thread waits. Where there is no connection nobody looks.
final class Patience implements Http1ConnectionListener, AutoCloseable {
    private static final int LOOKS = 4;

    /// One thread, and since when it waits. The lock keeps an interruption from coming after the
    /// end of a wait.
    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private boolean waits;
        private long since;

        synchronized void begin() {
            waits = true;
            since = System.nanoTime();
        }

        synchronized void end() {
            waits = false;
        }

        /// Interrupts it where it has waited for longer than this.
        ///
        /// @return whether it is of no more use: its thread is gone
        synchronized boolean look(long nanos) {
            if (waits && System.nanoTime() - since > nanos) {
                waits = false;
                thread.interrupt();
            }
            return !thread.isAlive();
        }
    }

    private final long nanos;
    private final Rhythm rhythm;

    /// Each connection has a thread of its own, which is known here until it is gone.
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

    /// Whether somebody will look.
    private final AtomicBoolean looks = new AtomicBoolean();

    private final ThreadLocal<Waiter> mine = ThreadLocal.withInitial(this::newWaiter);
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("mesh-http-patience").factory());

    Patience(Duration most) {
        this.nanos = most.toNanos();
        this.rhythm = new Rhythm(most.dividedBy(LOOKS));
    }

    private Waiter newWaiter() {
        var waiter = new Waiter();
        waiters.add(waiter);
        lookLater();
        return waiter;
    }

    private void lookLater() {
        if (looks.compareAndSet(false, true)) {
            try {
                clock.schedule(this::look, rhythm.untilNext().toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                // Then every connection is closed too.
            }
        }
    }

    /// The calling thread begins to wait for its client.
    void begin() {
        mine.get().begin();
    }

    /// The calling thread got what it waited for, or gave up.
    void end() {
        mine.get().end();
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        begin();
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        end();
    }

    private void look() {
        looks.set(false);
        waiters.removeIf(waiter -> waiter.look(nanos));
        if (!waiters.isEmpty()) {
            lookLater();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
