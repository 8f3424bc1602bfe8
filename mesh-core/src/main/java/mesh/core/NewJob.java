package mesh.core;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.needs.Needs;

/// A job as asked for, checked.
///
/// @param priority 0 to 9, 9 first
/// @param timeout how long from its admission it may take; null where there is none or a deadline
/// @param deadline when it ends whatever happens; null where there is none or a timeout
/// @param maxAttempts 1 to 100
/// @param runAt when it may start, at the earliest; null for at once
public record NewJob(
        JobType type,
        Needs needs,
        Json payload,
        int priority,
        Duration timeout,
        Instant deadline,
        int maxAttempts,
        Labels labels,
        Instant runAt) {
    public static final int DEFAULT_PRIORITY = 4;
    public static final int DEFAULT_ATTEMPTS = 3;

    /// What of it the life cycle knows; times to the millisecond, as they are kept.
    ///
    /// @param at when it is admitted
    public JobSpec spec(JobId id, Instant at) {
        Optional<Instant> end =
                Optional.ofNullable(deadline).or(() -> Optional.ofNullable(timeout).map(at::plus));
        return new JobSpec(
                id,
                type,
                needs,
                priority,
                end.map(time -> time.truncatedTo(ChronoUnit.MILLIS)),
                Optional.ofNullable(runAt).map(time -> time.truncatedTo(ChronoUnit.MILLIS)),
                maxAttempts,
                payload.text().length(),
                labels.tenant());
    }

    /// What was asked for with a job, to be asked for again. A deadline that has passed is left
    /// out, and so is the time of its start: both were of the first try.
    ///
    /// @throws UnreadableJobException where not all of it can be read
    public static NewJob again(JobView job, Instant now) {
        if (job.unreadable() != null) {
            throw new UnreadableJobException(
                    "job %s cannot be requeued, for %s; submit it anew, or mend its row in the store"
                            .formatted(job.id(), job.unreadable()));
        }
        return new NewJob(
                job.type(),
                job.needs(),
                job.payload(),
                job.priority(),
                null,
                job.deadline() != null && job.deadline().isAfter(now) ? job.deadline() : null,
                job.maxAttempts(),
                job.labels(),
                null);
    }

    /// The same with another payload.
    public NewJob withPayload(Json other) {
        return new NewJob(
                type, needs, other, priority, timeout, deadline, maxAttempts, labels, runAt);
    }
}
