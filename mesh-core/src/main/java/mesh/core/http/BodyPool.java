package mesh.core.http;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Bytes of memory that bodies of one kind may fill at once. Each pays for what of it has come, so
/// one that was only announced costs nothing, and one client cannot have all.
final class BodyPool {
    static final Duration MOST_WAIT = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final long most;
    private final long mostOfOne;
    private final AtomicLong held = new AtomicLong();

    /// For those that find too little; the others pass by it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition givenBack = lock.newCondition();

    /// How many wait. Guarded for changes, read by whoever gives back.
    private volatile int waiting;

    /// What is held by bodies that wait for more, of all clients and of each: where all wait nobody
    /// would ever give back.
    private long stuck;

    private final Map<AtomicLong, Long> stuckOfClient = new IdentityHashMap<>();

    /// @param most in bytes
    /// @param mostOfOne what one client gets of them
    BodyPool(long most, long mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /// What one body holds.
    final class Loan implements AutoCloseable {
        private final AtomicLong ofClient;
        private long mine;

        private Loan(AtomicLong ofClient) {
            this.ofClient = ofClient;
        }

        /// Makes it so large; waits a while where there is not so much.
        ///
        /// @throws ProblemException where it does not get it
        void growTo(long bytes) {
            long more = bytes - mine;
            if (!take(more)) {
                await(more);
            }
            mine = bytes;
        }

        private boolean take(long more) {
            if (ofClient.addAndGet(more) <= mostOfOne) {
                if (held.addAndGet(more) <= most) {
                    return true;
                }
                held.addAndGet(-more);
            }
            ofClient.addAndGet(-more);
            return false;
        }

        private void await(long more) {
            lock.lock();
            waiting++;
            stuck += mine;
            stuckOfClient.merge(ofClient, mine, Long::sum);
            try {
                long left = MOST_WAIT.toNanos();
                while (!take(more)) {
                    boolean forClient = ofClient.get() + more > mostOfOne;
                    if (left <= 0 || nobodyGivesBack(forClient)) {
                        throw refusal(forClient);
                    }
                    left = givenBack.awaitNanos(left);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw ProblemException.retryLater(
                        ProblemKind.UNAVAILABLE, "the core is stopping", RETRY_AFTER);
            } finally {
                waiting--;
                stuck -= mine;
                stuckOfClient.compute(ofClient, (_, sum) -> sum == mine ? null : sum - mine);
                lock.unlock();
            }
        }

        /// Whoever sees that first makes way for the others.
        private boolean nobodyGivesBack(boolean forClient) {
            return mine > 0
                    && (forClient
                            ? stuckOfClient.get(ofClient) >= ofClient.get()
                            : stuck >= held.get());
        }

        @Override
        public void close() {
            held.addAndGet(-mine);
            ofClient.addAndGet(-mine);
            mine = 0;
            if (waiting > 0) {
                lock.lock();
                try {
                    givenBack.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /// For a body; nothing yet.
    ///
    /// @param ofClient what its client holds of this pool
    Loan lend(AtomicLong ofClient) {
        return new Loan(ofClient);
    }

    private ProblemException refusal(boolean forClient) {
        return forClient
                ? ProblemException.retryLater(
                        ProblemKind.TOO_MANY_REQUESTS,
                        "this client's bodies have %d bytes in work, which is the most; send fewer at once, or later"
                                .formatted(mostOfOne),
                        RETRY_AFTER)
                : ProblemException.retryLater(
                        ProblemKind.UNAVAILABLE,
                        "too many large bodies are being read; send smaller batches, or later",
                        RETRY_AFTER);
    }

    /// How many bytes are held now.
    long held() {
        return held.get();
    }

    /// How many bodies wait for more now.
    int waiting() {
        return waiting;
    }
}
