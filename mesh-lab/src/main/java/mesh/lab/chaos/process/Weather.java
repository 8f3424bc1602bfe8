package mesh.lab.chaos.process;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mesh.lab.chaos.plan.Cut;

/// What passes on a line just now, and when.
final class Weather {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Cut cut;
    private Duration delay = Duration.ZERO;
    private boolean ended;

    void cut(Cut now) {
        change(() -> cut = now);
    }

    void delay(Duration now) {
        change(() -> delay = now);
    }

    void heal() {
        change(
                () -> {
                    cut = null;
                    delay = Duration.ZERO;
                });
    }

    void end() {
        change(() -> ended = true);
    }

    private void change(Runnable how) {
        lock.lock();
        try {
            how.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Duration delay() {
        lock.lock();
        try {
            return delay;
        } finally {
            lock.unlock();
        }
    }

    /// Returns when something may pass in this direction.
    void awaitPassage(boolean toBroker) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && holds(toBroker)) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean holds(boolean toBroker) {
        return cut == Cut.BOTH_WAYS || cut == (toBroker ? Cut.TO_BROKER : Cut.FROM_BROKER);
    }

    /// Waits for the next beat of a flapping line and lets it happen, before anybody can heal the
    /// line.
    ///
    /// @return false when the line has ended
    boolean flap(Duration beat, Runnable happen) {
        lock.lock();
        try {
            long left = beat.toNanos();
            while (!ended) {
                if (cut != Cut.FLAPPING) {
                    changed.awaitUninterruptibly();
                } else if (left > 0) {
                    left = changed.awaitNanos(left);
                } else {
                    happen.run();
                    return true;
                }
            }
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
