package mesh.auction.engine;

import mesh.protocol.NodeId;

/// What became of a job's newest attempt that the auction knows.
sealed interface Fate {
    int attempt();

    /// It was awarded to this node, and there is no word of its end.
    ///
    /// @param arrived whether the node has said that it has it
    record Won(int attempt, NodeId node, boolean arrived) implements Fate {}

    /// This node says that it has it. This auction did not award it, or does not know that it did:
    /// it is no more than the node's word, and gives way to the core's.
    record Claimed(int attempt, NodeId node) implements Fate {}

    /// It was settled, or a newer attempt took its place.
    record Over(int attempt) implements Fate {}
}
