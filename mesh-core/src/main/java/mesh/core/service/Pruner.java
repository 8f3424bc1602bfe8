package mesh.core.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.core.store.Pruned;
import mesh.core.store.Retention;
import mesh.core.store.Store;
import mesh.core.store.StoreException;

/// Prunes jobs that are not to be kept, in steps between turns: each so small that whoever comes
/// meanwhile does not notice, and at most a quarter of the time, so that it keeps up with what ends
/// under load and yet leaves the store to those who wait.
final class Pruner {
    private static final Logger LOG = Logger.getLogger(Pruner.class.getName());

    /// How long a step is to take, or a quarter of the turn before it where that took longer: who
    /// waited for that turn waits a little more, and the more jobs end in a turn, the more can go.
    private static final Duration SHORT = Duration.ofMillis(3);
    private static final Duration LONG = Duration.ofMillis(50);
    private static final int PART = 4;

    private static final int LEAST = 20;
    private static final int MOST = 2_000;

    /// How long it rests when there was nothing to do, or the store did not take it.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// How long it does not ask the store where that had nothing to prune and jobs are not too
    /// many, which is known without it: a tenth of the time that jobs are kept, and at most this.
    private static final Duration LONG_PAUSE = Duration.ofSeconds(15);

    private static final int TENTH = 10;

    private final Retention retention;
    private final boolean keepsAll;
    private final Store store;
    private final Tally tally;
    private final InstantSource clock;
    private Instant next = Instant.MIN;

    /// Until then the store is asked only where jobs are too many.
    private Instant nextAsked = Instant.MIN;

    /// Whether the last step left something.
    private boolean more;

    /// What a job took lately, in nanoseconds; a step that was held up counts a quarter.
    private double cost = (double) SHORT.toNanos() / LEAST;

    Pruner(Retention retention, Store store, Tally tally, InstantSource clock) {
        this.retention = retention;
        this.keepsAll = retention.equals(Retention.FOREVER);
        this.store = store;
        this.tally = tally;
        this.clock = clock;
    }

    /// Does a step, if it is time for one. Called by whoever does a turn, after it.
    ///
    /// @param now when the turn began
    /// @return whether there was more to prune than a step takes
    boolean step(Instant now) {
        if (now.isBefore(next) || keepsAll) {
            return more;
        }
        Retention.Cut cut = retention.cut(now, tally.ended());
        if (cut.surplus() == 0 && now.isBefore(nextAsked)) {
            next = now.plus(PAUSE);
            return false;
        }
        try {
            Instant start = clock.instant();
            int most = fitting(Duration.between(now, start));
            Pruned pruned = store.prune(cut, most, now);
            Instant end = clock.instant();
            tally.pruned(pruned.jobs());
            Duration took = Duration.between(start, end);
            learn(pruned.jobs().values().stream().mapToLong(count -> count).sum(), took);
            more = pruned.more();
            next = end.plus(more ? took.multipliedBy(PART - 1) : PAUSE);
            nextAsked = more ? next : end.plus(longPause());
        } catch (StoreException full) {
            // The next turn will find that out too, and tell it.
            LOG.log(Level.FINE, "not pruned", full);
            next = now.plus(PAUSE);
        }
        return more;
    }

    private Duration longPause() {
        Duration tenth = retention.keep().dividedBy(TENTH);
        boolean forEver = tenth.isZero();
        return forEver || tenth.compareTo(LONG_PAUSE) > 0 ? LONG_PAUSE : tenth;
    }

    private int fitting(Duration turn) {
        long aim = Math.clamp(turn.toNanos() / PART, SHORT.toNanos(), LONG.toNanos());
        return (int) Math.clamp(aim / Math.max(1, cost), LEAST, MOST);
    }

    private void learn(long jobs, Duration took) {
        if (jobs > 0) {
            cost = (cost * (PART - 1) + (double) took.toNanos() / jobs) / PART;
        }
    }
}
