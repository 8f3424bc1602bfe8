package mesh.core.job;

import java.util.Optional;
import mesh.protocol.NodeId;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Settlement;

/// What may be said to a job. It decides which events follow, or refuses.
public sealed interface Input {

    /// The node that says of itself that the job was awarded to it. An award is the auction's word;
    /// the node it names checks for itself whether it can.
    default Optional<NodeId> claimant() {
        return switch (this) {
            case Start start -> Optional.of(start.node());
            case Settle(Settlement settlement) -> Optional.of(settlement.node());
            case Award _, Lose _, Bounce _, Cancel _, PassDeadline _ -> Optional.empty();
        };
    }

    /// The attempt that it names; 0 where it is about whichever there is.
    default int attempt() {
        return switch (this) {
            case Award(int attempt, _) -> attempt;
            case Start(int attempt, _) -> attempt;
            case Settle(Settlement settlement) -> settlement.attempt();
            case Lose(int attempt, _, _) -> attempt;
            case Bounce(int attempt, _) -> attempt;
            case Cancel _, PassDeadline _ -> 0;
        };
    }

    /// The auction gave this attempt to this node.
    record Award(int attempt, NodeId node) implements Input {}

    /// The node says that it runs this attempt.
    record Start(int attempt, NodeId node) implements Input {}

    /// The node says that this attempt ended.
    record Settle(Settlement settlement) implements Input {}

    /// The node of this attempt is gone or silent.
    record Lose(int attempt, NodeId node, String reason) implements Input {}

    /// The node of this attempt was gone before it was awarded.
    record Bounce(int attempt, NodeId node) implements Input {}

    /// Somebody wants it to end.
    record Cancel() implements Input {}

    /// Its time is over.
    ///
    /// @param lastWord why nobody was awarded it, as far as is known; null where that is not known
    record PassDeadline(NoAward lastWord) implements Input {}
}
