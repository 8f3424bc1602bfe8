package mesh.core.engine;

import mesh.core.job.Refusal;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;

/// Notes what was said to a job and not accepted, with where the job stood.
final class Refusals {
    private final Roster roster;
    private final EndedLately ended;

    Refusals(Roster roster, EndedLately ended) {
        this.roster = roster;
        this.ended = ended;
    }

    /// @return whether it is the first of its kind in this turn
    boolean note(AttemptRef ref, NodeId node, Refusal reason, Turn turn) {
        OpenJob job = roster.get(ref.job());
        if (job != null) {
            return turn.refuse(new Turn.Refused(ref, node, reason, 1, job.seq, job.state.name()));
        }
        return turn.refuse(
                ended.get(ref.job())
                        .map(end -> new Turn.Refused(ref, node, reason, 1, end.seq(), end.state()))
                        .orElse(new Turn.Refused(ref, node, reason, 1, 0, null)));
    }
}
