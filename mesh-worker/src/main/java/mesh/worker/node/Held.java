package mesh.worker.node;

import java.util.Comparator;
import mesh.protocol.message.Assignment;

/// An assignment that this node holds.
///
/// @param arrival counts what this node took
record Held(Assignment assignment, long arrival) {
    /// Higher priority first, then earlier arrival.
    static final Comparator<Held> IN_TURN =
            Comparator.comparingInt((Held held) -> -held.assignment().priority())
                    .thenComparingLong(Held::arrival);
}
