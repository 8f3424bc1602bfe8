package mesh.worker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Progress;
import mesh.worker.handler.AttemptStoppedException;
import mesh.worker.handler.HandlerException;
import mesh.worker.node.Sayings;

/// What handlers say while they work, from their own threads, on its way to the {@link Outbox}. It
/// holds back who says more than there is room for.
final class Speech {
    /// A fraction that was counted up from parts may be over 1 by this much.
    private static final double ROUNDING = 1e-9;

    private final Sayings sayings;
    private final Wake wake;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// Tells whoever sends that there is something, or will be.
    @FunctionalInterface
    interface Wake {
        /// @param in how soon it is to look
        void look(Duration in);
    }

    /// @param wake called without a lock held
    Speech(Sayings sayings, Wake wake) {
        this.sayings = sayings;
        this.wake = wake;
    }

    /// Something that is asked or done with the lock held.
    @FunctionalInterface
    private interface Locked<T, E extends Exception> {
        T get() throws E;
    }

    private <T, E extends Exception> T locked(Locked<T, E> work) throws E {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// @param from what the attempt goes on from, or null
    void open(AttemptRef attempt, Checkpoint from) {
        locked(
                () -> {
                    sayings.open(attempt, from, now());
                    return null;
                });
        wake.look(Sayings.START_HELD);
    }

    void silence(AttemptRef attempt) {
        locked(
                () -> {
                    sayings.silence(attempt);
                    changed.signalAll();
                    return null;
                });
    }

    /// What an attempt said and has not gone out. It says nothing more.
    List<Progress> close(AttemptRef attempt) {
        return locked(
                () -> {
                    changed.signalAll();
                    return sayings.close(attempt);
                });
    }

    /// @throws IllegalArgumentException when the fraction is not 0 to 1
    /// @throws AttemptStoppedException when the attempt is over
    void progress(AttemptRef attempt, double fraction, String message) {
        double rounded = Math.clamp(fraction, 0, 1);
        if (!(Math.abs(rounded - fraction) <= ROUNDING)) {
            throw new IllegalArgumentException("`fraction` must be 0 to 1, was " + fraction);
        }
        boolean sooner =
                locked(
                        () -> {
                            requireSpeaking(attempt);
                            return sayings.progress(attempt, rounded, message);
                        });
        if (sooner) {
            wake.look(Duration.ZERO);
        }
    }

    /// @return the partial result's number
    /// @throws HandlerException when it is too large, no JSON, or one too many
    /// @throws AttemptStoppedException when the attempt is over, also while there is no room
    int partial(AttemptRef attempt, Json value) throws HandlerException {
        Json checked = Results.checked(value, "a partial result", Limits.PARTIAL_BYTES);
        int size = checked.bytes();
        int number =
                locked(
                        () -> {
                            requireSpeaking(attempt);
                            while (!sayings.roomForPartial(attempt, size)) {
                                awaitChange(attempt);
                            }
                            if (sayings.partials(attempt) >= Limits.PARTIALS) {
                                throw new HandlerException(
                                        ErrorCode.RESULT_TOO_LARGE,
                                        "a job has at most %d partial results, this would be one more; put more into each"
                                                .formatted(Limits.PARTIALS));
                            }
                            return sayings.partial(attempt, checked);
                        });
        wake.look(Duration.ZERO);
        return number;
    }

    /// @throws HandlerException when it is too large or no JSON
    /// @throws AttemptStoppedException when the attempt is over, also while there is no room
    void checkpoint(AttemptRef attempt, Json value) throws HandlerException {
        Json checked = Results.checked(value, "a checkpoint", Limits.CHECKPOINT_BYTES);
        int size = checked.bytes();
        locked(
                () -> {
                    requireSpeaking(attempt);
                    while (!sayings.roomForCheckpoint(attempt, size)) {
                        awaitChange(attempt);
                    }
                    sayings.checkpoint(attempt, checked);
                    return null;
                });
        wake.look(Duration.ZERO);
    }

    private void awaitChange(AttemptRef attempt) {
        try {
            changed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new AttemptStoppedException(
                    "attempt %d of %s is to stop, and the broker takes nothing now"
                            .formatted(attempt.attempt(), attempt.job()));
        }
        requireSpeaking(attempt);
    }

    private void requireSpeaking(AttemptRef attempt) {
        if (!sayings.speaks(attempt)) {
            throw new AttemptStoppedException(
                    "attempt %d of %s is over".formatted(attempt.attempt(), attempt.job()));
        }
    }

    List<Progress> take() {
        return locked(() -> sayings.take(now()));
    }

    Optional<Duration> due() {
        return locked(() -> sayings.due(now()));
    }

    void sent(List<Progress> said) {
        if (!said.isEmpty()) {
            locked(
                    () -> {
                        sayings.sent(said);
                        changed.signalAll();
                        return null;
                    });
        }
    }

    private static Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }
}
