package mesh.core.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import mesh.core.JobView;
import mesh.core.NewJob;
import mesh.core.job.StateName;
import mesh.protocol.JobId;

/// A job as it is just after its admission, told by what was asked for and by its id, of which the
/// first 48 bits are the milliseconds of its admission.
final class Admitted {
    private static final int BELOW_TIME = 16;

    private Admitted() {}

    static JobView view(JobId id, NewJob job) {
        Instant at = Instant.ofEpochMilli(id.value().getMostSignificantBits() >>> BELOW_TIME);
        return new JobView(
                id,
                job.type(),
                job.needs(),
                job.payload(),
                job.priority(),
                job.labels(),
                StateName.QUEUED,
                0,
                job.maxAttempts(),
                null,
                at,
                null,
                null,
                deadline(job, at),
                null,
                null);
    }

    /// To the millisecond, as it is kept.
    private static Instant deadline(NewJob job, Instant at) {
        return Optional.ofNullable(job.timeout())
                .map(at::plus)
                .or(() -> Optional.ofNullable(job.deadline()))
                .map(deadline -> deadline.truncatedTo(ChronoUnit.MILLIS))
                .orElse(null);
    }
}
