package mesh.core.job;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import mesh.core.job.JobState.History;

/// When a job may be offered again after an attempt that counted against it: one second, doubled
/// with each further one, half a minute at the most, and a fifth more or less by chance, so that
/// jobs which failed together do not come again together.
///
/// A first loss says more of the node than of the job, and whoever waits for the job waits for its
/// recovery: it is offered again at once.
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final double JITTER = 0.2;

    private Backoff() {}

    /// @param history with the failure in it
    static Instant afterFailure(History history, Instant now, RandomGenerator chance) {
        int doublings = Math.min(history.failures() - 1, 30);
        long millis = Math.min(FIRST.toMillis() << doublings, MOST.toMillis());
        double factor = 1 - JITTER + 2 * JITTER * chance.nextDouble();
        return now.plusMillis(Math.round(millis * factor));
    }

    /// @param history with the loss in it
    /// @return null for at once
    static Instant afterLoss(History history, Instant now, RandomGenerator chance) {
        return history.losses() == 1 ? null : afterFailure(history, now, chance);
    }
}
