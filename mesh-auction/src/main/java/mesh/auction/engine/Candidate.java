package mesh.auction.engine;

import mesh.protocol.NodeId;
import mesh.protocol.message.StandingBid;

/// A node that could take one more job now.
///
/// @param open how many awards it holds, by the auction's own count
/// @param slots how many it can hold; more than `open`
public record Candidate(NodeId node, int open, int slots, StandingBid bid) {

    Candidate withOneMore() {
        return new Candidate(node, open + 1, slots, bid);
    }

    boolean isFull() {
        return open >= slots;
    }
}
