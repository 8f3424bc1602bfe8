package mesh.core.engine;

import mesh.core.job.Refusal;
import mesh.core.job.StateName;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Progress;

/// Puts into a turn what the engine itself may have kept out of it, for tests of what the store
/// makes of it.
public final class Unfiltered {
    private Unfiltered() {}

    public static void said(Turn turn, Progress progress) {
        turn.said(new Turn.Said(progress, 1, StateName.RUNNING));
    }

    public static void refused(Turn turn, AttemptRef attempt, NodeId node, Refusal reason) {
        turn.refuse(new Turn.Refused(attempt, node, reason, 1, 1, StateName.QUEUED));
    }
}
