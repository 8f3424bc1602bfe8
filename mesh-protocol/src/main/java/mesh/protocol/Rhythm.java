package mesh.protocol;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// When one of a process looks at something that is to be looked at again and again. Those with one
/// period do so one soon after the other, whenever each began: to wake a process that does nothing
/// costs more than what is done then, mostly for memory that nobody touched for seconds, and what
/// the first has touched the others find. Not at once, or each would pay.
public final class Rhythm {
    private static final Duration DISTANCE = Duration.ofMillis(100);
    private static final AtomicInteger MADE = new AtomicInteger();

    private final long period;
    private final long offset;

    /// @param period from one moment to the next; more than 0
    public Rhythm(Duration period) {
        this(period, DISTANCE.multipliedBy(MADE.getAndIncrement()));
    }

    /// @param offset of its moments from the multiples of the period
    Rhythm(Duration period, Duration offset) {
        this.period = period.toNanos();
        this.offset = offset.toNanos();
    }

    /// From one moment to the next.
    public Duration period() {
        return Duration.ofNanos(period);
    }

    /// How long it is to the next moment: more than 0, and the period at the most.
    public Duration untilNext() {
        return untilNext(System.nanoTime());
    }

    /// @param now by {@link System#nanoTime}
    Duration untilNext(long now) {
        return Duration.ofNanos(period - Math.floorMod(now - offset, period));
    }
}
