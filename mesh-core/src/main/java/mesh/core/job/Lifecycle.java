package mesh.core.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import mesh.core.job.JobState.Assigned;
import mesh.core.job.JobState.Cancelled;
import mesh.core.job.JobState.Expired;
import mesh.core.job.JobState.Failed;
import mesh.core.job.JobState.Held;
import mesh.core.job.JobState.History;
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
    ///
    /// @param chance for the time after which a failed job is tried again
    public static Decision decide(
            JobSpec spec, JobState state, Input input, Instant now, RandomGenerator chance) {
        return switch (state) {
            case Queued queued -> queued(new Case(spec, queued, now, chance), queued, input);
            case Held held -> held(new Case(spec, held, now, chance), held, input);
            case Succeeded _, Failed _, Expired _, Cancelled _ -> Decision.refused(Refusal.ENDED);
        };
    }

    /// What every decision about an open job may look at.
    private record Case(JobSpec spec, Open state, Instant now, RandomGenerator chance) {
        History history() {
            return state.history();
        }

        /// Whether another attempt may follow once this one has failed.
        boolean triesLeft() {
            return history().failures() + 1 < spec.maxAttempts();
        }
    }

    /// A start or a settlement may overtake the award that it answers; it then stands for both.
    private static Decision queued(Case the, Queued state, Input input) {
        return switch (input) {
            case Input.Award(int attempt, NodeId node) ->
                    fenced(state, attempt, List.of(new JobEvent.Awarded(attempt, node)));
            case Input.Start(int attempt, NodeId node) ->
                    fenced(
                            state,
                            attempt,
                            List.of(
                                    new JobEvent.Awarded(attempt, node),
                                    new JobEvent.Started(attempt, node)));
            case Input.Settle(Settlement settlement) -> {
                var events = new ArrayList<JobEvent>(3);
                events.add(new JobEvent.Awarded(settlement.attempt(), settlement.node()));
                events.addAll(ended(the, settlement));
                yield fenced(state, settlement.attempt(), events);
            }
            case Input.Lose _, Input.Bounce _ -> Decision.refused(Refusal.LATE);
            case Input.Cancel _ -> Decision.happened(new JobEvent.Cancelled());
            case Input.PassDeadline(NoAward lastWord) -> Decision.happened(expired(the, lastWord));
        };
    }

    private static Decision fenced(Queued state, int attempt, List<JobEvent> events) {
        if (attempt <= state.attempt()) {
            return Decision.refused(Refusal.LATE);
        }
        return attempt == state.attempt() + 1
                ? new Decision.Happened(events)
                : Decision.refused(Refusal.UNKNOWN_ATTEMPT);
    }

    private static Decision held(Case the, Held state, Input input) {
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
                            switch (state) {
                                case Assigned _ -> ended(the, settlement);
                                case Running _ -> List.of(settled(the, settlement));
                            });
            case Input.Lose(int attempt, NodeId node, String reason) ->
                    current(state, attempt, node, List.of(lost(the, attempt, node, reason)));
            case Input.Bounce(int attempt, NodeId node) ->
                    current(
                            state,
                            attempt,
                            node,
                            List.of(Declines.event(the.history(), attempt, node, nodeLeft())));
            case Input.Cancel _ -> Decision.happened(new JobEvent.Cancelled());
            case Input.PassDeadline _ -> Decision.happened(expired(the, null));
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

    /// What the settlement of an attempt causes that nobody has said to have started. Where it did
    /// its work it had started: a node that ends it at once says no more than that.
    private static List<JobEvent> ended(Case the, Settlement settlement) {
        JobEvent end = settled(the, settlement);
        return switch (settlement.outcome()) {
            case SUCCEEDED, FAILED ->
                    List.of(new JobEvent.Started(settlement.attempt(), settlement.node()), end);
            case CANCELLED, DECLINED -> List.of(end);
        };
    }

    private static JobEvent settled(Case the, Settlement settlement) {
        int attempt = settlement.attempt();
        NodeId node = settlement.node();
        return switch (settlement.outcome()) {
            case SUCCEEDED -> succeeded(the, settlement);
            case FAILED -> failed(the, attempt, node, settlement.error());
            // Nobody asked for this end, or the job would have ended before.
            case CANCELLED -> lost(the, attempt, node, "the node stopped it");
            case DECLINED -> Declines.event(the.history(), attempt, node, settlement.error());
        };
    }

    private static JobEvent failed(Case the, int attempt, NodeId node, JobError error) {
        History history = the.history().failed(node);
        return error.code().retryCanHelp() && the.triesLeft()
                ? new JobEvent.AttemptFailed(
                        attempt,
                        node,
                        error,
                        Backoff.afterFailure(history, the.now(), the.chance()))
                : new JobEvent.Failed(attempt, node, Blame.on(history, error));
    }

    private static JobEvent succeeded(Case the, Settlement settlement) {
        int attempt = settlement.attempt();
        NodeId node = settlement.node();
        int bytes = settlement.result().bytes();
        if (bytes <= Limits.RESULT_BYTES) {
            return new JobEvent.Succeeded(attempt, node, settlement.result());
        }
        String message =
                "a result has at most %d bytes, was %d".formatted(Limits.RESULT_BYTES, bytes);
        var error = new JobError(ErrorCode.RESULT_TOO_LARGE, message);
        return failed(the, attempt, node, error);
    }

    private static JobEvent lost(Case the, int attempt, NodeId node, String reason) {
        History history = the.history().lost(node);
        if (the.triesLeft()) {
            return new JobEvent.AttemptLost(
                    attempt, node, reason, Backoff.afterLoss(history, the.now(), the.chance()));
        }
        String message =
                "attempt %d was lost on %s: %s; maxAttempts is %d"
                        .formatted(attempt, node, reason, the.spec().maxAttempts());
        var error = new JobError(ErrorCode.ATTEMPTS_EXHAUSTED, message);
        return new JobEvent.Failed(attempt, node, Blame.on(history, error));
    }

    private static JobError nodeLeft() {
        return new JobError(ErrorCode.NODE_LEFT, "its node had left before it was awarded");
    }

    private static JobEvent expired(Case the, NoAward lastWord) {
        var error =
                lastWord == NoAward.NO_CAPABLE_NODE
                        ? new JobError(
                                ErrorCode.NO_CAPABLE_NODE,
                                "its time was over and no node that satisfies its needs was online")
                        : new JobError(
                                ErrorCode.DEADLINE_PASSED, "its time was over before it ended");
        return new JobEvent.Expired(Blame.on(the.history(), error));
    }

    /// What an event makes of a state. An event that does not belong to the state is a broken log.
    ///
    /// @throws IllegalStateException when it does not belong
    public static JobState apply(JobState state, JobEvent event) {
        return switch (state) {
            case Queued queued -> apply(queued, event);
            case Held held -> apply(held, event);
            case Succeeded _, Failed _, Expired _, Cancelled _ -> throw broken(state, event);
        };
    }

    private static JobState apply(Queued state, JobEvent event) {
        return switch (event) {
            case JobEvent.Submitted(Instant notBefore) when state.equals(Queued.NEW) ->
                    notBefore == null ? Queued.NEW : new Queued(0, History.NONE, notBefore);
            case JobEvent.Awarded(int attempt, NodeId node) when attempt == state.attempt() + 1 ->
                    new Assigned(attempt, node, state.history());
            case JobEvent.Expired(JobError error) -> new Expired(state.attempt(), error);
            case JobEvent.Cancelled _ -> new Cancelled(state.attempt());
            case JobEvent.Failed(_, _, JobError error) when isUnreadable(error) ->
                    new Failed(state.attempt(), error);
            case JobEvent.Submitted _,
                    JobEvent.Awarded _,
                    JobEvent.Started _,
                    JobEvent.Succeeded _,
                    JobEvent.AttemptFailed _,
                    JobEvent.AttemptLost _,
                    JobEvent.Declined _,
                    JobEvent.Failed _ ->
                    throw broken(state, event);
        };
    }

    private static JobState apply(Held state, JobEvent event) {
        History history = state.history();
        return switch (event) {
            case JobEvent.Started(int attempt, NodeId node)
                    when state instanceof Assigned && state.isOf(attempt, node) ->
                    new Running(attempt, node, history);
            case JobEvent.Succeeded(int attempt, NodeId node, _) when state.isOf(attempt, node) ->
                    new Succeeded(attempt, node);
            case JobEvent.AttemptFailed(int attempt, NodeId node, _, Instant notBefore)
                    when state.isOf(attempt, node) ->
                    new Queued(attempt, history.failed(node), notBefore);
            case JobEvent.AttemptLost(int attempt, NodeId node, _, Instant notBefore)
                    when state.isOf(attempt, node) ->
                    new Queued(attempt, history.lost(node), notBefore);
            case JobEvent.Declined(int attempt, NodeId node, _) when state.isOf(attempt, node) ->
                    new Queued(attempt, history.declined(node));
            case JobEvent.Failed(int attempt, NodeId node, JobError error)
                    when isUnreadable(error) || state.isOf(attempt, node) ->
                    new Failed(state.attempt(), error);
            case JobEvent.Expired(JobError error) -> new Expired(state.attempt(), error);
            case JobEvent.Cancelled _ -> new Cancelled(state.attempt());
            case JobEvent.Submitted _,
                    JobEvent.Awarded _,
                    JobEvent.Started _,
                    JobEvent.Succeeded _,
                    JobEvent.AttemptFailed _,
                    JobEvent.AttemptLost _,
                    JobEvent.Declined _,
                    JobEvent.Failed _ ->
                    throw broken(state, event);
        };
    }

    /// It ends a job wherever it is, and is about no attempt.
    private static boolean isUnreadable(JobError error) {
        return error.code() == ErrorCode.UNREADABLE;
    }

    private static IllegalStateException broken(JobState state, JobEvent event) {
        return new IllegalStateException(
                "the log is broken: %s cannot follow in %s".formatted(event, state));
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
