package mesh.core.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import mesh.core.job.JobEvent;
import mesh.core.job.JobState;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;

/// Open jobs that the store could not read at the start. Nobody can offer them, so they end, as
/// failed and {@link ErrorCode#UNREADABLE}: their rows stay, and they lie in quarantine with the
/// reason. A start is not held up by them: some end in each turn.
final class UnreadableJobs {
    static final int MOST_A_TURN = 1_000;

    private record One(JobId id, StateName state, int attempt, int seq, String reason) {}

    private final EndedLately ended;
    private final Queue<One> waiting = new ArrayDeque<>();

    UnreadableJobs(EndedLately ended) {
        this.ended = ended;
    }

    /// @param state null where it is not known
    void add(JobId id, StateName state, int attempt, int seq, String reason) {
        waiting.add(new One(id, state, attempt, seq, reason));
    }

    static JobError error(String reason) {
        return new JobError(ErrorCode.UNREADABLE, "it cannot be read in the store: " + reason);
    }

    /// Ends some of them.
    void end(Turn turn) {
        for (int i = 0; i < MOST_A_TURN && !waiting.isEmpty(); i++) {
            One one = waiting.remove();
            var event = new JobEvent.Failed(one.attempt(), null, error(one.reason()));
            var after = new JobState.Failed(one.attempt(), event.error());
            int seq = one.seq() + 1;
            turn.happened(new Turn.Happening(one.id(), seq, turn.now(), event, one.state(), after));
            ended.add(one.id(), new EndedLately.End(one.attempt(), null, false, after.name(), seq));
        }
    }
}
