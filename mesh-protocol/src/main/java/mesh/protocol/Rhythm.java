package mesh.protocol;

import java.time.Duration;

/// When those of a process that look at something again and again do so: all with one period at the
/// same moments, whenever each began. To wake a process that does nothing costs more than what is
/// done then, so that many who wake together cost little more than one.
public final class Rhythm {
    private Rhythm() {}

    /// How long it is to the next such moment: more than 0, and the period at the most.
    ///
    /// @param period more than 0
    public static Duration untilNext(Duration period) {
        return untilNext(period, System.nanoTime());
    }

    /// @param now by {@link System#nanoTime}
    static Duration untilNext(Duration period, long now) {
        long nanos = period.toNanos();
        return Duration.ofNanos(nanos - Math.floorMod(now, nanos));
    }
}
