package mesh.auction.engine;

import mesh.protocol.NodeId;
import mesh.protocol.message.StandingBid;

/// A node that could take one more job now, at once or as one of the next.
///
/// @param open how many awards it holds, by the auction's own count
/// @param slots how many jobs it runs at once
public record Candidate(NodeId node, int open, int slots, StandingBid bid) {

    Candidate withOneMore() {
        return new Candidate(node, open + 1, slots, bid);
    }

    /// Whether it holds all that it may.
    ///
    /// @param ahead how many awards it may hold beyond its slots
    boolean isFull(int ahead) {
        return open >= slots + ahead;
    }
}
