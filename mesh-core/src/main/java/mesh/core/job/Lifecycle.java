package mesh.core.job;

import java.time.Instant;
import java.util.List;
import mesh.core.job.JobState.Assigned;
import mesh.core.job.JobState.Cancelled;
import mesh.core.job.JobState.Expired;
import mesh.core.job.JobState.Failed;
import mesh.core.job.JobState.Held;
import mesh.core.job.JobState.Open;
import mesh.core.job.JobState.Queued;
import mesh.core.job.JobState.Running;
import mesh.core.job.JobState.Succeeded;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Settlement;

/// The life of a job in two functions: what an input causes, and what an event makes of a state.
/// The attempt's number is the fencing token: whatever names another than the current one is
/// refused.
public final class Lifecycle {
    private Lifecycle() {}

    /// Which events an input causes in a state.
    public static Decision decide(JobSpec spec, JobState state, Input input) {
        return switch (state) {
            case Queued queued -> queued(spec, queued, input);
            case Held held -> held(spec, held, input);
            case Succeeded _, Failed _, Expired _, Cancelled _ -> Decision.refused(Refusal.ENDED);
        };
    }

    /// A start or a settlement may overtake the award that it answers; it then stands for both.
    private static Decision queued(JobSpec spec, Queued state, Input input) {
        return switch (input) {
            case Input.Award(int attempt, NodeId node) ->
                    fenced(state, attempt, new JobEvent.Awarded(attempt, node));
            case Input.Start(int attempt, NodeId node) ->
                    fenced(
                            state,
                            attempt,
                            new JobEvent.Awarded(attempt, node),
                            new JobEvent.Started(attempt, node));
            case Input.Settle(Settlement settlement) -> {
                var awarded = new JobEvent.Awarded(settlement.attempt(), settlement.node());
                yield fenced(
                        state, settlement.attempt(), awarded, settled(spec, state, settlement));
            }
            case Input.Lose _, Input.Bounce _ -> Decision.refused(Refusal.LATE);
            case Input.Cancel _ -> Decision.happened(new JobEvent.Cancelled());
            case Input.PassDeadline(NoAward lastWord) ->
                    Decision.happened(new JobEvent.Expired(expiry(lastWord)));
        };
    }

    private static Decision fenced(Queued state, int attempt, JobEvent... events) {
        if (attempt <= state.attempt()) {
            return Decision.refused(Refusal.LATE);
        }
        return attempt == state.attempt() + 1
                ? Decision.happened(events)
                : Decision.refused(Refusal.UNKNOWN_ATTEMPT);
    }

    private static Decision held(JobSpec spec, Held state, Input input) {
        return switch (input) {
            case Input.Award(int attempt, NodeId node) -> current(state, attempt, node, List.of());
            case Input.Start(int attempt, NodeId node) ->
                    current(
                            state,
                            attempt,
                            node,
                            switch (state) {
                                case Assigned _ -> List.of(new JobEvent.Started(attempt, node));
                                case Running _ -> List.of();
                            });
            case Input.Settle(Settlement settlement) ->
                    current(
                            state,
                            settlement.attempt(),
                            settlement.node(),
                            List.of(settled(spec, state, settlement)));
            case Input.Lose(int attempt, NodeId node, String reason) ->
                    current(state, attempt, node, List.of(lost(spec, state, node, reason)));
            case Input.Bounce(int attempt, NodeId node) ->
                    current(
                            state,
                            attempt,
                            node,
                            List.of(new JobEvent.Declined(attempt, node, nodeLeft())));
            case Input.Cancel _ -> Decision.happened(new JobEvent.Cancelled());
            case Input.PassDeadline _ -> Decision.happened(new JobEvent.Expired(expiry(null)));
        };
    }

    private static Decision current(Held state, int attempt, NodeId node, List<JobEvent> events) {
        if (attempt != state.attempt()) {
            return Decision.refused(
                    attempt < state.attempt() ? Refusal.LATE : Refusal.UNKNOWN_ATTEMPT);
        }
        if (!node.equals(state.node())) {
            return Decision.refused(Refusal.OTHER_NODE);
        }
        return events.isEmpty()
                ? Decision.refused(Refusal.REPEATED)
                : new Decision.Happened(events);
    }

    private static JobEvent settled(JobSpec spec, Open state, Settlement settlement) {
        int attempt = settlement.attempt();
        NodeId node = settlement.node();
        return switch (settlement.outcome()) {
            case SUCCEEDED -> succeeded(settlement);
            case FAILED -> {
                JobError error = settlement.error();
                boolean again = error.code().retryCanHelp() && triesLeft(spec, state);
                yield again
                        ? new JobEvent.AttemptFailed(attempt, node, error, null)
                        : new JobEvent.Failed(attempt, node, error);
            }
            // Nobody asked for this end, or the job would have ended before.
            case CANCELLED -> lost(spec, state, attempt, node, "the node stopped it");
            case DECLINED -> new JobEvent.Declined(attempt, node, settlement.error());
        };
    }

    private static JobEvent succeeded(Settlement settlement) {
        int bytes = settlement.result().bytes();
        return bytes <= Limits.RESULT_BYTES
                ? new JobEvent.Succeeded(
                        settlement.attempt(), settlement.node(), settlement.result())
                : new JobEvent.Failed(
                        settlement.attempt(),
                        settlement.node(),
                        new JobError(
                                ErrorCode.RESULT_TOO_LARGE,
                                "a result has at most "
                                        + Limits.RESULT_BYTES
                                        + " bytes, was "
                                        + bytes));
    }

    private static JobEvent lost(JobSpec spec, Held state, NodeId node, String reason) {
        return lost(spec, state, state.attempt(), node, reason);
    }

    private static JobEvent lost(
            JobSpec spec, Open state, int attempt, NodeId node, String reason) {
        if (triesLeft(spec, state)) {
            return new JobEvent.AttemptLost(attempt, node, reason, null);
        }
        String message =
                "attempt %d was lost on %s: %s; maxAttempts is %d"
                        .formatted(attempt, node, reason, spec.maxAttempts());
        return new JobEvent.Failed(
                attempt, node, new JobError(ErrorCode.ATTEMPTS_EXHAUSTED, message));
    }

    private static JobError nodeLeft() {
        return new JobError(ErrorCode.NODE_LEFT, "its node had left before it was awarded");
    }

    private static boolean triesLeft(JobSpec spec, Open state) {
        return state.history().failures() + 1 < spec.maxAttempts();
    }

    private static JobError expiry(NoAward lastWord) {
        return lastWord == NoAward.NO_CAPABLE_NODE
                ? new JobError(
                        ErrorCode.NO_CAPABLE_NODE,
                        "its time was over and no node that satisfies its needs was online")
                : new JobError(ErrorCode.DEADLINE_PASSED, "its time was over before it ended");
    }

    /// What an event makes of a state. An event that does not belong to the state is a broken log.
    ///
    /// @throws IllegalStateException when it does not belong
    public static JobState apply(JobState state, JobEvent event) {
        if (!(state instanceof Open open)) {
            throw new IllegalStateException(event + " after the end, in " + state);
        }
        return switch (event) {
            case JobEvent.Submitted(Instant notBefore) ->
                    new Queued(state.attempt(), open.history(), notBefore);
            case JobEvent.Awarded(int attempt, NodeId node) ->
                    new Assigned(attempt, node, open.history());
            case JobEvent.Started(int attempt, NodeId node) ->
                    new Running(attempt, node, open.history());
            case JobEvent.Succeeded(int attempt, NodeId node, _) -> new Succeeded(attempt, node);
            case JobEvent.AttemptFailed(int attempt, NodeId node, _, Instant notBefore) ->
                    new Queued(attempt, open.history().failed(node), notBefore);
            case JobEvent.AttemptLost(int attempt, NodeId node, _, Instant notBefore) ->
                    new Queued(attempt, open.history().failed(node), notBefore);
            case JobEvent.Declined(int attempt, NodeId node, _) ->
                    new Queued(attempt, open.history().declined(node));
            case JobEvent.Failed(int attempt, _, JobError error) -> new Failed(attempt, error);
            case JobEvent.Expired(JobError error) -> new Expired(state.attempt(), error);
            case JobEvent.Cancelled _ -> new Cancelled(state.attempt());
        };
    }

    /// The state that a job's whole log leads to.
    public static JobState fold(List<JobEvent> events) {
        JobState state = Queued.NEW;
        for (JobEvent event : events) {
            state = apply(state, event);
        }
        return state;
    }
}
