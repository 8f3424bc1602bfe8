package mesh.core;

import java.time.Instant;
import mesh.core.engine.Turn;
import mesh.core.job.JobEvent;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.JobError;

/// Something that happened to a job.
///
/// @param seq its place in the order of all events of this job, from 1
/// @param name what happened, in kebab case: `submitted`, `awarded`, `started`, …
/// @param state the job's state after it
/// @param attempt which attempt it is about; null where none
/// @param node which node it is about; null where none
/// @param error what went wrong; null where nothing did
/// @param reason why, for people; null where the name says all
/// @param notBefore when the job may be offered, at the earliest; null for at once
public record EventView(
        JobId job,
        int seq,
        Instant at,
        String name,
        StateName state,
        Integer attempt,
        NodeId node,
        JobError error,
        String reason,
        Instant notBefore) {

    /// An event as it is written and shown.
    public static EventView of(Turn.Happening happening) {
        return switch (happening.event()) {
            case JobEvent.Submitted(Instant notBefore) ->
                    view(happening, "submitted", null, null, null, null, notBefore);
            case JobEvent.Awarded(int attempt, NodeId node) ->
                    view(happening, "awarded", attempt, node, null, null);
            case JobEvent.Started(int attempt, NodeId node) ->
                    view(happening, "started", attempt, node, null, null);
            case JobEvent.Succeeded(int attempt, NodeId node, _) ->
                    view(happening, "succeeded", attempt, node, null, null);
            case JobEvent.AttemptFailed(
                            int attempt,
                            NodeId node,
                            JobError error,
                            Instant notBefore) ->
                    view(happening, "attempt-failed", attempt, node, error, null, notBefore);
            case JobEvent.AttemptLost(
                            int attempt,
                            NodeId node,
                            String reason,
                            Instant notBefore) ->
                    view(happening, "attempt-lost", attempt, node, null, reason, notBefore);
            case JobEvent.Declined(int attempt, NodeId node, JobError error) ->
                    view(happening, "declined", attempt, node, error, null);
            case JobEvent.Failed(int attempt, NodeId node, JobError error) ->
                    view(happening, "failed", attempt, node, error, null);
            case JobEvent.Expired(JobError error) ->
                    view(happening, "expired", null, null, error, null);
            case JobEvent.Cancelled _ -> view(happening, "cancelled", null, null, null, null);
        };
    }

    private static EventView view(
            Turn.Happening happening,
            String name,
            Integer attempt,
            NodeId node,
            JobError error,
            String reason) {
        return view(happening, name, attempt, node, error, reason, null);
    }

    private static EventView view(
            Turn.Happening happening,
            String name,
            Integer attempt,
            NodeId node,
            JobError error,
            String reason,
            Instant notBefore) {
        return new EventView(
                happening.job(),
                happening.seq(),
                happening.at(),
                name,
                happening.after().name(),
                attempt,
                node,
                error,
                reason,
                notBefore);
    }
}
