package mesh.core.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The requests that wait for the next turn, and when that begins. A turn costs the same for one
/// request as for a hundred, in the core and at everyone whom it tells something; so turns keep a
/// {@linkplain #PACE pace}, and what comes during one gathers for the next: the longer it takes,
/// the more. The first request after a pause begins a turn at once.
///
/// What nobody waits for, such as the word of an award, is held for {@link #PATIENCE}: by then the
/// settlement of a short job has mostly said the same, and nothing is left to write.
final class Gathering {
    /// How long what nobody waits for is held.
    static final Duration PATIENCE = Duration.ofMillis(5);

    /// How long after a turn has begun the next one may. Under load a turn takes longer than this;
    /// where few ask, those who do within it share one.
    static final Duration PACE = Duration.ofNanos(150_000);

    /// How long at the most until a turn for which nobody but time asks.
    static final Duration SOON = Duration.ofMillis(200);

    static final int MOST_WAITING = 10_000;
    private static final int MOST_IN_A_TURN = 1_000;

    /// @param due by {@link System#nanoTime}
    private record Held(Turns.Request<?> request, long due) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Turns.Request<?>> prompt = new ArrayDeque<>();
    private final Deque<Held> held = new ArrayDeque<>();
    private long nextTurn = System.nanoTime();

    /// When a turn is to be, whether somebody asks for something or not; only where it was asked
    /// for.
    private long soon;

    private boolean nudged;

    /// @return whether there was room
    boolean offer(Turns.Request<?> request) {
        lock.lock();
        try {
            if (prompt.size() + held.size() >= MOST_WAITING) {
                return false;
            }
            if (request.patient()) {
                held.add(new Held(request, System.nanoTime() + PATIENCE.toNanos()));
            } else {
                prompt.add(request);
            }
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Asks for a turn within {@link #SOON}.
    void nudge() {
        lock.lock();
        try {
            if (!nudged) {
                nudged = true;
                soon = System.nanoTime() + SOON.toNanos();
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return prompt.isEmpty() && held.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a turn is due and takes what is there for it: nothing where nobody asked for
    /// anything for so long, or where the thread is interrupted. To be called by one thread.
    List<Turns.Request<?>> take(Duration most) {
        try {
            if (awaitCause(most)) {
                awaitTurn();
            }
        } catch (InterruptedException woken) {
            // What is there is still to be done.
        }
        long now = System.nanoTime();
        List<Turns.Request<?>> requests = due(now);
        nextTurn = now + PACE.toNanos();
        return requests;
    }

    private boolean awaitCause(Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long end = System.nanoTime() + most.toNanos();
            while (prompt.isEmpty()) {
                long now = System.nanoTime();
                long left = end - now;
                if (!held.isEmpty()) {
                    left = Math.min(left, held.getFirst().due() - now);
                }
                if (nudged) {
                    left = Math.min(left, soon - now);
                }
                if (left <= 0) {
                    return !held.isEmpty();
                }
                changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn() throws InterruptedException {
        for (long left = nextTurn - System.nanoTime();
                left > 0;
                left = nextTurn - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private List<Turns.Request<?>> due(long now) {
        lock.lock();
        try {
            nudged = false;
            // Large enough from the start: none is lost where memory is short.
            int most = Math.min(MOST_IN_A_TURN, held.size() + prompt.size());
            var requests = new ArrayList<Turns.Request<?>>(most);
            while (!held.isEmpty()
                    && held.getFirst().due() - now <= 0
                    && requests.size() < MOST_IN_A_TURN) {
                requests.add(held.poll().request());
            }
            while (!prompt.isEmpty() && requests.size() < MOST_IN_A_TURN) {
                requests.add(prompt.poll());
            }
            return requests;
        } finally {
            lock.unlock();
        }
    }

    /// All that waits, however much.
    List<Turns.Request<?>> rest() {
        lock.lock();
        try {
            var rest = new ArrayList<Turns.Request<?>>(prompt);
            held.forEach(each -> rest.add(each.request()));
            prompt.clear();
            held.clear();
            return rest;
        } finally {
            lock.unlock();
        }
    }
}
