package mesh.core;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import mesh.core.engine.Turn;
import mesh.core.job.JobEvent;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;

/// Something that happened to a job; or, told to those who listen and in no log, something that was
/// said of it: {@link #ofLog}.
///
/// @param seq its place in the order of all events of this job, from 1; of what is in no log the
///     place of the event before it, 0 where that is not known
/// @param name what happened, in kebab case: `submitted`, `awarded`, `started`, …
/// @param state the job's state after it; of what is in no log null where it is not known
/// @param attempt which attempt it is about; null where none
/// @param node which node it is about; null where none
/// @param error what went wrong; null where nothing did
/// @param reason why, for people; of `refused` as in `/v1/stats`; null where the name says all
/// @param notBefore when the job may be offered, at the earliest; null for at once
/// @param progress how far the handler says it is; with `progress` alone
/// @param number the place among the job's partial results or checkpoints; with `partial` and
///     `checkpoint` alone
/// @param value the partial result; with `partial` alone
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
        Instant notBefore,
        ProgressView progress,
        Integer number,
        Json value) {
    /// The names of what is said beside the log.
    public static final Set<String> SAID = Set.of("progress", "partial", "checkpoint", "refused");

    /// The names of all that may be told.
    public static final Set<String> NAMES =
            Set.of(
                    "submitted",
                    "awarded",
                    "started",
                    "succeeded",
                    "attempt-failed",
                    "attempt-lost",
                    "declined",
                    "failed",
                    "expired",
                    "cancelled",
                    "progress",
                    "partial",
                    "checkpoint",
                    "refused");

    /// An event of the log.
    public EventView(
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
        this(job, seq, at, name, state, attempt, node, error, reason, notBefore, null, null, null);
    }

    /// Whether it is an event of the job's log, which changed its state, and not a word about it.
    public boolean ofLog() {
        return !SAID.contains(name);
    }

    /// What an attempt said of its work.
    ///
    /// @param seq of the job's newest event, 0 where it is not known
    /// @param state the job's, null where it is not known
    /// @return empty for the start, which is an event of its own
    public static Optional<EventView> said(Progress said, int seq, StateName state, Instant at) {
        return switch (said.kind()) {
            case STARTED -> Optional.empty();
            case PROGRESS -> {
                var view = new ProgressView(said.fraction(), said.message(), at);
                yield Optional.of(said("progress", said, seq, state, at, view, null, null));
            }
            case PARTIAL -> {
                Partial one = said.partial();
                yield Optional.of(
                        said("partial", said, seq, state, at, null, one.number(), one.value()));
            }
            case CHECKPOINT -> {
                int number = said.checkpoint().number();
                yield Optional.of(said("checkpoint", said, seq, state, at, null, number, null));
            }
        };
    }

    private static EventView said(
            String name,
            Progress said,
            int seq,
            StateName state,
            Instant at,
            ProgressView progress,
            Integer number,
            Json value) {
        return new EventView(
                said.job(),
                seq,
                at,
                name,
                state,
                said.attempt(),
                said.node(),
                null,
                null,
                null,
                progress,
                number,
                value);
    }

    /// What followers are told; empty for what is told by another event.
    public static Optional<EventView> of(Turn.Told told, Instant at) {
        return switch (told) {
            case Turn.Happening happening -> Optional.of(of(happening));
            case Turn.Said(Progress progress, int seq, StateName state) ->
                    said(progress, seq, state, at);
            case Turn.Refused refused ->
                    Optional.of(refused(refused, refused.seq(), refused.state(), at));
        };
    }

    /// What was not accepted; its seq and state as above.
    public static EventView refused(Turn.Refused refused, int seq, StateName state, Instant at) {
        return new EventView(
                refused.attempt().job(),
                seq,
                at,
                "refused",
                state,
                refused.attempt().attempt(),
                refused.node(),
                null,
                refused.reason().wireName(),
                null);
    }

    /// An event as it is shown.
    public static EventView of(Turn.Happening happening) {
        return of(
                happening.job(),
                happening.seq(),
                happening.at(),
                happening.event(),
                happening.after().name());
    }

    /// An event of the log as it is shown.
    ///
    /// @param seq its place in the order of all events of this job, from 1
    /// @param after the job's state after it
    public static EventView of(JobId job, int seq, Instant at, JobEvent event, StateName after) {
        var of = new Place(job, seq, at, after);
        return switch (event) {
            case JobEvent.Submitted(Instant notBefore) ->
                    of.view("submitted", null, null, null, null, notBefore);
            case JobEvent.Awarded(int attempt, NodeId node) ->
                    of.view("awarded", attempt, node, null, null, null);
            case JobEvent.Started(int attempt, NodeId node) ->
                    of.view("started", attempt, node, null, null, null);
            case JobEvent.Succeeded(int attempt, NodeId node, _) ->
                    of.view("succeeded", attempt, node, null, null, null);
            case JobEvent.AttemptFailed(
                            int attempt,
                            NodeId node,
                            JobError error,
                            Instant notBefore) ->
                    of.view("attempt-failed", attempt, node, error, null, notBefore);
            case JobEvent.AttemptLost(int attempt, NodeId node, String reason, Instant notBefore) ->
                    of.view("attempt-lost", attempt, node, null, reason, notBefore);
            case JobEvent.Declined(int attempt, NodeId node, JobError error) ->
                    of.view("declined", attempt, node, error, null, null);
            case JobEvent.Failed(int attempt, NodeId node, JobError error) ->
                    of.view("failed", attempt, node, error, null, null);
            case JobEvent.Expired(JobError error) ->
                    of.view("expired", null, null, error, null, null);
            case JobEvent.Cancelled _ -> of.view("cancelled", null, null, null, null, null);
        };
    }

    /// Where in which log an event is.
    private record Place(JobId job, int seq, Instant at, StateName after) {
        EventView view(
                String name,
                Integer attempt,
                NodeId node,
                JobError error,
                String reason,
                Instant notBefore) {
            return new EventView(
                    job, seq, at, name, after, attempt, node, error, reason, notBefore);
        }
    }

    /// What it tells of, if it is of the log. A result is not in it: it is in the job's own row.
    ///
    /// @throws IllegalStateException when it is of no log that this version writes
    public JobEvent fact() {
        return switch (name) {
            case "submitted" -> new JobEvent.Submitted(notBefore);
            case "awarded" -> new JobEvent.Awarded(attempt, node);
            case "started" -> new JobEvent.Started(attempt, node);
            case "succeeded" -> new JobEvent.Succeeded(attempt, node, Json.NULL);
            case "attempt-failed" -> new JobEvent.AttemptFailed(attempt, node, error, notBefore);
            case "attempt-lost" -> new JobEvent.AttemptLost(attempt, node, reason, notBefore);
            case "declined" -> new JobEvent.Declined(attempt, node, error);
            case "failed" -> new JobEvent.Failed(attempt, node, error);
            case "expired" -> new JobEvent.Expired(error);
            case "cancelled" -> new JobEvent.Cancelled();
            default -> throw new IllegalStateException("the log has an unknown event " + name);
        };
    }
}
