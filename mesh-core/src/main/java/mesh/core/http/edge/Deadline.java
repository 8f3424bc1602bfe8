package mesh.core.http.edge;

import java.util.concurrent.atomic.AtomicLong;

/// Until when a connection's client must have done what is waited for. Set by the connection's
/// thread, looked at by another.
final class Deadline {
    private static final long NEVER = Long.MAX_VALUE;

    private final Bounds bounds;
    private final Clock clock;

    /// From when this began, which never overflows.
    private final long origin;

    private final AtomicLong at = new AtomicLong(NEVER);

    Deadline(Bounds bounds, Clock clock) {
        this.bounds = bounds;
        this.clock = clock;
        this.origin = clock.now();
    }

    void none() {
        at.lazySet(NEVER);
    }

    void in(long nanos) {
        at.lazySet(clock.now() - origin + nanos);
    }

    /// So many bytes are to be moved to the client.
    void moving(long bytes) {
        in(bounds.nanosFor(bytes));
    }

    boolean isOver(long now) {
        long until = at.get();
        return until != NEVER && now - origin > until;
    }
}
