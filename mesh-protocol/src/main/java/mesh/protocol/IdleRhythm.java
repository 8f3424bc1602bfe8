package mesh.protocol;

import java.time.Duration;

/// When parties that have nothing to do look whether time has brought something: all of a process
/// at the same moments. To wake a process costs more than what is done then, so that two who wake
/// together cost little more than one.
public final class IdleRhythm {
    /// Between two such moments. Well below {@link Limits#HEARTBEAT}: whoever was away for that
    /// long takes it that the process stood still.
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private IdleRhythm() {}

    /// How long it is to the next such moment: more than 0, and 2 s at the most.
    public static Duration untilNext() {
        return untilNext(System.nanoTime());
    }

    /// @param now by {@link System#nanoTime}
    static Duration untilNext(long now) {
        return Duration.ofNanos(PERIOD.toNanos() - Math.floorMod(now, PERIOD.toNanos()));
    }
}
