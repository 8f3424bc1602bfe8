package mesh.core.job;

import mesh.core.job.JobState.History;
import mesh.protocol.NodeId;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;

/// What follows from an attempt that was declined. It counts as no try, and so a job could be
/// declined for ever: after {@value JobSpec#MOST_DECLINED} times it ends, and its log with it.
final class Declines {
    /// How many characters of the reason are kept each time.
    private static final int MOST_REASON = 256;

    private Declines() {}

    static JobEvent event(History history, int attempt, NodeId node, JobError error) {
        // What is no failure and no loss was declined.
        if (attempt - history.failures() < JobSpec.MOST_DECLINED) {
            return new JobEvent.Declined(attempt, node, error.shortened(MOST_REASON));
        }
        String message =
                "it was declined %d times, the last time by %s: %s"
                        .formatted(JobSpec.MOST_DECLINED, node, error.message());
        return new JobEvent.Failed(
                attempt, node, new JobError(ErrorCode.ATTEMPTS_EXHAUSTED, message));
    }
}
