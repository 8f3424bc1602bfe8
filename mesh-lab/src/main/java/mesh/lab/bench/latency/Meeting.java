package mesh.lab.bench.latency;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/// Where the two words on a job meet: when it was due, from whoever submitted it and now has its
/// id; and when its end was seen. Either may be the first.
final class Meeting {
    private static final long MOST_NANOS = 600_000_000_000L;
    private static final int DIGITS = 3;

    private final Map<UUID, Long> waiting = new ConcurrentHashMap<>();
    private final Histogram nanos = new AtomicHistogram(MOST_NANOS, DIGITS);
    private final AtomicLong met = new AtomicLong();
    private final long from;

    /// @param from of {@link System#nanoTime}: what was due before only warms up
    Meeting(long from) {
        this.from = from;
    }

    void due(UUID job, long due) {
        Long seen = waiting.putIfAbsent(job, due);
        if (seen != null) {
            meet(job, due, seen);
        }
    }

    void ended(UUID job, long seen) {
        Long due = waiting.putIfAbsent(job, seen);
        if (due != null) {
            meet(job, due, seen);
        }
    }

    private void meet(UUID job, long due, long seen) {
        waiting.remove(job);
        met.incrementAndGet();
        if (due - from >= 0) {
            nanos.recordValue(Math.clamp(seen - due, 0, MOST_NANOS));
        }
    }

    /// Of how many jobs both is known.
    long met() {
        return met.get();
    }

    /// Of those that were due in time.
    Histogram nanos() {
        return nanos;
    }
}
