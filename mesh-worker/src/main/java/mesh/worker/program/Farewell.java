package mesh.worker.program;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Lets a program end by itself: it gets SIGTERM with all that it started, once each, and time to
/// tidy up. What is still there afterwards is for others to kill.
final class Farewell {
    private static final long BETWEEN_NANOS = 10_000_000;

    private Farewell() {}

    /// Returns when the program and what it started are gone, when the grace is over, or when the
    /// thread is interrupted.
    ///
    /// @param watchdog knows the program's group, where it leads one
    static void say(Process process, Optional<Watchdog> watchdog, Duration grace) {
        if (!grace.isPositive()) {
            return;
        }
        // Seen before the parent dies, for afterwards they are nobody's children.
        List<ProcessHandle> tree =
                Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        watchdog.ifPresent(dog -> dog.terminate(process.pid()));
        tree.stream()
                .filter(one -> watchdog.isEmpty() || !inGroup(one, process.pid()))
                .forEach(ProcessHandle::destroy);
        long until = System.nanoTime() + grace.toNanos();
        while ((process.isAlive() || tree.stream().anyMatch(Farewell::lives))
                && until - System.nanoTime() > 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    private static boolean inGroup(ProcessHandle one, long group) {
        return one.pid() == group
                || ProcessStat.of(one.pid()).filter(stat -> stat.group() == group).isPresent();
    }

    /// Not so where it is dead and only not yet buried: of what the program left behind nobody may
    /// ever do that. The program itself Java buries, and only then its output is complete.
    private static boolean lives(ProcessHandle one) {
        return one.isAlive() && !ProcessStat.of(one.pid()).filter(ProcessStat::dead).isPresent();
    }
}
