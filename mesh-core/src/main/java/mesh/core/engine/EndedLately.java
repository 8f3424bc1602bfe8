package mesh.core.engine;

import java.util.List;
import java.util.Optional;
import mesh.core.job.Input;
import mesh.core.job.JobEvent;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.core.job.Refusal;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Settlement;
import mesh.protocol.recent.RecentAttempts;

/// How the jobs ended that ended lately, or that were asked for in the store lately, so that what
/// comes after the end is told from what was never known. Holds the newest {@value #MOST}, and of
/// each the lower 28 bits of `seq`.
final class EndedLately {
    private static final int MOST = 50_000;

    /// How a job ended.
    ///
    /// @param attempt its last one
    /// @param holder who held it at the end; null where it was queued
    /// @param settled whether a settlement of the holder ended it
    /// @param seq the place of its last event
    record End(int attempt, NodeId holder, boolean settled, StateName state, int seq) {
        boolean isOf(int otherAttempt, NodeId node) {
            return attempt == otherAttempt && node.equals(holder);
        }

        /// What the log of a job says of its end. It does not say who ended a job whose attempts
        /// are exhausted, the silence of its node or, rarely, its word that it stopped the last
        /// one: then it counts as silence.
        static End of(List<JobEvent> log) {
            JobEvent last = log.getLast();
            JobState before = Lifecycle.fold(log.subList(0, log.size() - 1));
            JobState after = Lifecycle.apply(before, last);
            NodeId holder = before instanceof JobState.Held held ? held.node() : null;
            boolean settled =
                    switch (last) {
                        case JobEvent.Succeeded _ -> true;
                        case JobEvent.Failed failed ->
                                failed.error().code() != ErrorCode.ATTEMPTS_EXHAUSTED
                                        && failed.error().code() != ErrorCode.UNREADABLE;
                        case JobEvent.Submitted _,
                                JobEvent.Awarded _,
                                JobEvent.Started _,
                                JobEvent.AttemptFailed _,
                                JobEvent.AttemptLost _,
                                JobEvent.Declined _,
                                JobEvent.Expired _,
                                JobEvent.Cancelled _ ->
                                false;
                    };
            return new End(after.attempt(), holder, settled, after.name(), log.size());
        }
    }

    /// What is noted of an end: whether it was settled, above it the state, above that `seq`.
    private static final int SETTLED = 1;

    private static final int STATE_SHIFT = 1;
    private static final int STATE_BITS = 7;
    private static final int SEQ_SHIFT = 4;
    private static final StateName[] STATES = StateName.values();

    private final RecentAttempts ends = new RecentAttempts(MOST);

    void add(JobId job, End end) {
        int note =
                end.seq() << SEQ_SHIFT
                        | end.state().ordinal() << STATE_SHIFT
                        | (end.settled() ? SETTLED : 0);
        ends.put(job, end.attempt(), end.holder(), note);
    }

    boolean knows(JobId job) {
        return ends.find(job) != RecentAttempts.NONE;
    }

    Optional<End> get(JobId job) {
        int place = ends.find(job);
        return place == RecentAttempts.NONE ? Optional.empty() : Optional.of(at(place));
    }

    private End at(int place) {
        int note = ends.note(place);
        return new End(
                ends.attempt(place),
                ends.node(place),
                (note & SETTLED) != 0,
                STATES[note >> STATE_SHIFT & STATE_BITS],
                note >>> SEQ_SHIFT);
    }

    /// Why an input to a job that is not open is refused. A repeat is the accepted settlement once
    /// more, or the award that it overtook, and nothing else.
    Refusal refusal(JobId job, Input input) {
        End end = get(job).orElse(null);
        if (end == null) {
            return Refusal.UNKNOWN_JOB;
        }
        boolean again =
                switch (input) {
                    case Input.Settle(Settlement settlement) ->
                            end.isOf(settlement.attempt(), settlement.node());
                    case Input.Award(int attempt, NodeId node) -> end.isOf(attempt, node);
                    default -> false;
                };
        return again && end.settled() ? Refusal.REPEATED : Refusal.ENDED;
    }
}
