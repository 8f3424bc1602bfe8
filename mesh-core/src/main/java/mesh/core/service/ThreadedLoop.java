package mesh.core.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import mesh.core.OverloadedException;
import mesh.core.engine.CoreEngine;
import mesh.core.store.Writes;
import mesh.protocol.Limits;
import mesh.protocol.Rhythm;

/// The one thread that changes anything. It takes what has gathered and does a turn with it: many
/// requests share one write to the disk, and one alone is not held back.
///
/// Whoever waits for its turn sets no alarm: for a virtual thread that is another thread's work,
/// twice. One thread watches for all of them whether a turn does not end.
final class ThreadedLoop implements CoreLoop {
    /// Longer than any turn takes while the disk works.
    private static final Duration LONGEST_TURN = Duration.ofSeconds(60);

    private static final int LOOKS = 12;
    private static final long BETWEEN = Long.MIN_VALUE;

    /// Where a turn comes so much later than it was to, or so long before the last one, the process
    /// was stopped, its machine slept, the disk stood still, or the clock was set. A node that is
    /// well may have been silent for as long.
    private static final Duration STOOD_STILL = Limits.HEARTBEAT;

    private final Turns turns;
    private final InstantSource clock;
    private final Gathering waiting = new Gathering();
    private final Thread thread;
    private final Thread watch;
    private final Duration longestTurn;
    private volatile boolean closed;

    /// What is decided and committed now; empty between turns.
    private volatile List<Turns.Request<?>> current = List.of();

    /// Since when, by {@link System#nanoTime}; {@link #BETWEEN} turns.
    private volatile long since = BETWEEN;

    ThreadedLoop(Turns turns, InstantSource clock) {
        this(turns, clock, LONGEST_TURN);
    }

    /// @param longestTurn how long a turn may take before those who wait are told to come again
    ThreadedLoop(Turns turns, InstantSource clock, Duration longestTurn) {
        this.turns = turns;
        this.clock = clock;
        this.longestTurn = longestTurn;
        this.thread = Thread.ofPlatform().name("core-loop").start(() -> Unending.run(this::turns));
        this.watch =
                Thread.ofPlatform()
                        .daemon()
                        .name("core-watch")
                        .start(() -> Unending.run(this::watch));
    }

    @Override
    public <T> T perform(BiFunction<CoreEngine, Writes, T> action) {
        return perform(new Turns.Request<>(action));
    }

    @Override
    public <T> T performSoon(BiFunction<CoreEngine, Writes, T> action) {
        return perform(new Turns.Request<>(action, true));
    }

    private <T> T perform(Turns.Request<T> request) {
        if (closed || !waiting.offer(request)) {
            throw closed
                    ? new OverloadedException(false, "the core is ending", Turns.PAUSE)
                    : new OverloadedException(
                            true,
                            "more than " + Gathering.MOST_WAITING + " requests are waiting",
                            Turns.PAUSE);
        }
        if (closed) {
            request.refuse("the core is ending");
        }
        try {
            var _ = request.answer().get();
        } catch (ExecutionException failed) {
            // It is thrown below, as what it is.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new OverloadedException(false, "interrupted", Turns.PAUSE);
        }
        return CoreLoop.answered(request);
    }

    @Override
    public void nudge() {
        waiting.nudge();
    }

    @Override
    public boolean mayWait() {
        return true;
    }

    @Override
    public Optional<String> broken() {
        return turns.broken();
    }

    /// Turns until this is closed. What nobody expected, such as want of memory, ends it; whoever
    /// waited then is told when it is begun anew.
    private void turns() {
        refuse(current, "a turn broke off");
        current = List.of();
        since = BETWEEN;
        Instant last = clock.instant();
        while (!closed || !waiting.isEmpty()) {
            Duration tick = turns.tick();
            List<Turns.Request<?>> requests = waiting.take(tick);
            current = requests;
            since = System.nanoTime();
            Instant now = clock.instant();
            if (Duration.between(last, now).abs().compareTo(STOOD_STILL.plus(tick)) > 0) {
                turns.stoodStill();
            }
            turns.turn(now, requests);
            since = BETWEEN;
            current = List.of();
            last = now;
        }
    }

    private static void refuse(List<Turns.Request<?>> requests, String reason) {
        requests.forEach(request -> request.refuse(reason));
    }

    /// Answers those whose turn does not end, and those behind them.
    private void watch() {
        var rhythm = new Rhythm(longestTurn.dividedBy(LOOKS));
        try {
            while (!thread.join(rhythm.untilNext())) {
                long begun = since;
                if (begun != BETWEEN && System.nanoTime() - begun > longestTurn.toNanos()) {
                    String reason =
                            "a turn of the core has taken " + longestTurn.toSeconds() + " s";
                    refuse(current, reason);
                    refuse(waiting.rest(), reason);
                }
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
            watch.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        refuse(waiting.rest(), "the core is ending");
    }
}
