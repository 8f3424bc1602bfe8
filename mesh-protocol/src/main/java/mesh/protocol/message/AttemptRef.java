package mesh.protocol.message;

import mesh.protocol.JobId;

/// One award of one job: the job and its fencing token.
///
/// @param attempt 1 for a job's first award, then one more each
public record AttemptRef(JobId job, int attempt) {
    public AttemptRef {
        Checks.present("job", job);
        Checks.atLeast("attempt", attempt, 1);
    }
}
