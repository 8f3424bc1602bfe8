package mesh.core.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The requests that wait for the next turn, and when that begins. A turn costs the same for one
/// request as for a hundred, in the core and at everyone whom it tells something; so under load
/// turns follow each other at {@link #PACE} and find the more. The first request after a pause
/// begins a turn at once.
///
/// What nobody waits for, such as the word of an award, begins no turn by itself for {@link
/// #PATIENCE}: mostly it goes with the next that somebody does wait for.
final class Gathering {
    /// From the beginning of a turn to that of the next, at least.
    static final Duration PACE = Duration.ofMillis(2);

    /// How long what nobody waits for may wait for company.
    static final Duration PATIENCE = Duration.ofMillis(5);

    static final int MOST_WAITING = 10_000;
    private static final int MOST_IN_A_TURN = 1_000;

    private final BlockingQueue<Turns.Request<?>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private long lastTurn = System.nanoTime() - PACE.toNanos();

    /// @return whether there was room
    boolean offer(Turns.Request<?> request) {
        return waiting.offer(request);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Waits until a turn is due and takes what is there for it: nothing where nobody asked for
    /// anything for so long, or where the thread is interrupted. To be called by one thread.
    List<Turns.Request<?>> take(Duration most) {
        var requests = new ArrayList<Turns.Request<?>>();
        try {
            awaitCause(requests, most);
            if (!requests.isEmpty()) {
                awaitTurn();
            }
        } catch (InterruptedException woken) {
            // What is there is still to be done.
        }
        waiting.drainTo(requests, MOST_IN_A_TURN - requests.size());
        lastTurn = System.nanoTime();
        return requests;
    }

    /// Takes requests until there is one that somebody waits for, or until those that are there
    /// have waited long enough.
    private void awaitCause(List<Turns.Request<?>> requests, Duration most)
            throws InterruptedException {
        long left = most.toNanos();
        long patientUntil = 0;
        while (left > 0 && requests.size() < MOST_IN_A_TURN) {
            Turns.Request<?> next = waiting.poll(left, TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            requests.add(next);
            if (!next.patient()) {
                return;
            }
            if (requests.size() == 1) {
                patientUntil = System.nanoTime() + PATIENCE.toNanos();
            }
            left = patientUntil - System.nanoTime();
        }
    }

    private void awaitTurn() throws InterruptedException {
        long due = lastTurn + PACE.toNanos();
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /// All that waits, however much.
    List<Turns.Request<?>> rest() {
        var rest = new ArrayList<Turns.Request<?>>();
        waiting.drainTo(rest);
        return rest;
    }
}
