package mesh.core.store;

import java.time.Duration;
import java.time.Instant;

/// How long jobs are kept that have ended. What belongs to a job goes with it: its events, labels,
/// partial results and refusals, and its idempotency key once that is older than {@link #KEY}.
///
/// @param keep how long after its end; zero for ever
/// @param jobs how many at the most, those that ended last; 0 for any number
public record Retention(Duration keep, long jobs) {
    public static final Retention DEFAULTS = new Retention(Duration.ofDays(7), 1_000_000);
    public static final Retention FOREVER = new Retention(Duration.ZERO, 0);

    /// How long an idempotency key is known at the least.
    public static final Duration KEY = Duration.ofHours(24);

    public Retention {
        if (keep.isNegative()) {
            throw new IllegalArgumentException("`keep` must be PT0S or longer, was " + keep);
        }
        if (jobs < 0) {
            throw new IllegalArgumentException("`keep-jobs` must be 0 or more, was " + jobs);
        }
    }

    /// What is not kept any longer.
    ///
    /// @param ended how many jobs have ended and are still there
    public Cut cut(Instant now, long ended) {
        return new Cut(
                keep.isZero() ? Instant.MIN : now.minus(keep),
                jobs == 0 ? 0 : Math.max(0, ended - jobs));
    }

    /// Which jobs are to go, in the order in which they ended.
    ///
    /// @param before those that ended earlier
    /// @param surplus and the first so many
    public record Cut(Instant before, long surplus) {

        /// @param place in the order, from 0
        public boolean takes(long place, Instant endedAt) {
            return place < surplus || endedAt.isBefore(before);
        }
    }
}
