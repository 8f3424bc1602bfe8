package mesh.core.http;

import java.time.Instant;
import mesh.core.JobView;
import mesh.core.NewJob;
import mesh.protocol.JobId;

/// A job as it is just after its admission, told by what was asked for and by its id, of which the
/// first 48 bits are the milliseconds of its admission.
final class Admitted {
    private static final int BELOW_TIME = 16;

    private Admitted() {}

    static JobView view(JobId id, NewJob job) {
        Instant at = Instant.ofEpochMilli(id.value().getMostSignificantBits() >>> BELOW_TIME);
        return JobView.admitted(job.spec(id, at), job.payload(), job.labels(), at, null);
    }
}
