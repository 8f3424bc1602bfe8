package mesh.core.job;

import mesh.core.job.JobState.History;
import mesh.protocol.Excerpt;
import mesh.protocol.message.JobError;

/// Says in the error that ends a job whose fault it seems to be.
final class Blame {
    private Blame() {}

    /// The same error; where the job failed on so many nodes that none of them is to blame, with
    /// that said at its end.
    static JobError on(History history, JobError error) {
        if (!history.ownFault()) {
            return error;
        }
        String verdict =
                "; it failed on %d distinct nodes, so the fault is taken to be the job's own"
                        .formatted(history.failedOn().size());
        String said = error.message();
        int room = JobError.MOST_CHARACTERS - verdict.length();
        return new JobError(error.code(), Excerpt.beginning(said, room) + verdict);
    }
}
