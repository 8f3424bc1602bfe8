package mesh.core.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The event streams that are open now: no more than {@value #MOST} of them. Looks after those that
/// nothing happens to, so that each of them can wait without an alarm of its own.
final class EventStreams implements AutoCloseable {
    static final int MOST = 256;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /// How often it is looked at them while one may be silent.
    private static final int LOOKS = 15;

    private static final long UNTIL_ONE_OPENS = 0;

    private final HttpLimits limits;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private boolean closed;

    EventStreams(HttpLimits limits) {
        this.limits = limits;
        Thread.ofVirtual().name("event-streams").start(this::watch);
    }

    private synchronized void watch() {
        try {
            while (!closed) {
                wait(open.isEmpty() ? UNTIL_ONE_OPENS : pause());
                open.forEach(EventStream::beat);
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private long pause() {
        return Math.max(1, limits.heartbeat().dividedBy(LOOKS).toMillis());
    }

    /// A place for another client. Where all are taken, those whose client reads nothing lose
    /// theirs.
    ///
    /// @throws ProblemException where there is none
    synchronized EventStream open() {
        if (open.size() >= MOST) {
            open.forEach(EventStream::cutIfStalled);
        }
        if (closed || open.size() >= MOST) {
            throw ProblemException.retryLater(
                    ProblemKind.UNAVAILABLE,
                    closed
                            ? "the core is stopping"
                            : "there are %d event streams already".formatted(MOST),
                    RETRY_AFTER);
        }
        var stream = new EventStream(limits, open::remove);
        open.add(stream);
        notifyAll();
        return stream;
    }

    int count() {
        return open.size();
    }

    /// Ends all of them.
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        open.forEach(EventStream::cut);
    }
}
