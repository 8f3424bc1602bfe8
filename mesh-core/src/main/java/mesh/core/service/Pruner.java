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
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration LONG = Duration.ofMillis(5);
    private static final int REST = 3;
    private static final int LEAST = 10;
    private static final int MOST = 500;

    /// How long it rests when there was nothing to do, or the store did not take it.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Retention retention;
    private final Store store;
    private final Tally tally;
    private final InstantSource clock;
    private int most = LEAST;
    private Instant next = Instant.MIN;

    Pruner(Retention retention, Store store, Tally tally, InstantSource clock) {
        this.retention = retention;
        this.store = store;
        this.tally = tally;
        this.clock = clock;
    }

    /// Does a step, if it is time for one. Called by whoever does a turn, after it.
    void step(Instant now) {
        if (now.isBefore(next) || retention.equals(Retention.FOREVER)) {
            return;
        }
        try {
            Instant start = clock.instant();
            Pruned pruned = store.prune(retention.cut(now, tally.ended()), most, now);
            Instant end = clock.instant();
            Duration took = Duration.between(start, end);
            tally.pruned(pruned.jobs());
            next = end.plus(pruned.more() ? took.multipliedBy(REST) : PAUSE);
            most = Math.clamp(fitting(took), LEAST, MOST);
        } catch (StoreException full) {
            // The next turn will find that out too, and tell it.
            LOG.log(Level.FINE, "not pruned", full);
            next = now.plus(PAUSE);
        }
    }

    private int fitting(Duration took) {
        if (took.compareTo(LONG) > 0) {
            return most / 2;
        }
        return took.compareTo(SHORT) < 0 ? most * 2 : most;
    }
}
