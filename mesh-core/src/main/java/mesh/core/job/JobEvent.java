package mesh.core.job;

import java.time.Instant;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.JobError;

/// Something that happened to a job. A job's state is the fold of its events.
public sealed interface JobEvent {
    /// It was admitted.
    ///
    /// @param notBefore when it may be offered, at the earliest; null for at once
    record Submitted(Instant notBefore) implements JobEvent {}

    /// The auction gave it to a node.
    record Awarded(int attempt, NodeId node) implements JobEvent {}

    /// The node started its handler.
    record Started(int attempt, NodeId node) implements JobEvent {}

    /// The node settled it with a result, and the job ended.
    record Succeeded(int attempt, NodeId node, Json result) implements JobEvent {}

    /// The node settled it with an error, and the job is queued again.
    ///
    /// @param notBefore when it may be offered again; null for at once
    record AttemptFailed(int attempt, NodeId node, JobError error, Instant notBefore)
            implements JobEvent {}

    /// The node is gone or silent, and the job is queued again.
    ///
    /// @param notBefore when it may be offered again; null for at once
    record AttemptLost(int attempt, NodeId node, String reason, Instant notBefore)
            implements JobEvent {}

    /// The node did not take it, was gone already or not believed, and the job is queued again.
    /// That does not count against the job.
    record Declined(int attempt, NodeId node, JobError error) implements JobEvent {}

    /// The job ended without success.
    record Failed(int attempt, NodeId node, JobError error) implements JobEvent {}

    /// The job's time was over.
    record Expired(JobError error) implements JobEvent {}

    /// Somebody cancelled it.
    record Cancelled() implements JobEvent {}
}
