package mesh.lab.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waiting for a time, where nothing else is to be waited for.
public final class Timing {
    private Timing() {}

    /// Returns at this time of {@link System#nanoTime}.
    ///
    /// @throws InterruptedException when the thread is interrupted, before or meanwhile
    public static void awaitNanoTime(long due) throws InterruptedException {
        long left;
        while ((left = due - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /// Returns after so long.
    public static void pause(Duration duration) throws InterruptedException {
        awaitNanoTime(System.nanoTime() + duration.toNanos());
    }
}
