package mesh.core.http;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Ends the wait for a client that stops in the middle of its headers or its body. Helidon's own
/// limit knows only connections between two requests, so such a client would hold its place for
/// ever.
///
/// Whoever waits for a client says so; one that waits too long is interrupted, which closes the
/// socket on which a virtual thread waits.
final class Patience implements Http1ConnectionListener, AutoCloseable {
    private static final int LOOKS = 4;

    /// One wait. The lock keeps an interruption from coming after its end.
    private static final class Wait {
        final long since = System.nanoTime();
        private boolean over;

        synchronized void end() {
            over = true;
        }

        synchronized void interrupt(Thread waiting) {
            if (!over) {
                waiting.interrupt();
            }
        }
    }

    private final long nanos;
    private final Map<Thread, Wait> waits = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("mesh-http-patience").factory());

    Patience(Duration most) {
        this.nanos = most.toNanos();
        clock.scheduleWithFixedDelay(
                this::look, nanos / LOOKS, nanos / LOOKS, TimeUnit.NANOSECONDS);
    }

    /// The calling thread begins to wait for its client.
    void begin() {
        waits.put(Thread.currentThread(), new Wait());
    }

    /// The calling thread got what it waited for, or gave up.
    void end() {
        Wait wait = waits.remove(Thread.currentThread());
        if (wait != null) {
            wait.end();
        }
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
        long now = System.nanoTime();
        waits.forEach(
                (thread, wait) -> {
                    if (now - wait.since > nanos && waits.remove(thread, wait)) {
                        wait.interrupt(thread);
                    }
                });
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
