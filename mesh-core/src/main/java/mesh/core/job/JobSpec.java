package mesh.core.job;

import java.time.Instant;
import java.util.Optional;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.needs.Needs;

/// What was asked for, as far as decisions need it; the payload itself stays in the store.
///
/// @param priority 0 to 9, 9 first
/// @param payloadSize of the payload, in characters
/// @param runAt when it may start, at the earliest
/// @param maxAttempts how often it may fail or be lost, from 1
/// @param tenant for whom it is, of those who take turns; empty where nobody is named
public record JobSpec(
        JobId id,
        JobType type,
        Needs needs,
        int priority,
        Optional<Instant> deadline,
        Optional<Instant> runAt,
        int maxAttempts,
        int payloadSize,
        String tenant) {

    /// How often it may be declined, which counts as no try; the next time ends it.
    public static final int MOST_DECLINED = 1_000;

    /// Of a job for nobody named.
    public JobSpec(
            JobId id,
            JobType type,
            Needs needs,
            int priority,
            Optional<Instant> deadline,
            Optional<Instant> runAt,
            int maxAttempts,
            int payloadSize) {
        this(id, type, needs, priority, deadline, runAt, maxAttempts, payloadSize, "");
    }

    /// The same with these instances of an equal type, equal needs and an equal tenant: those of
    /// many jobs are equal, and parsed needs are large.
    public JobSpec sharing(JobType sharedType, Needs sharedNeeds, String sharedTenant) {
        return new JobSpec(
                id,
                sharedType,
                sharedNeeds,
                priority,
                deadline,
                runAt,
                maxAttempts,
                payloadSize,
                sharedTenant);
    }
}
