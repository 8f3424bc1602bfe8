package mesh.auction.engine;

import mesh.protocol.message.Offer;

/// One point of view from which nodes that can run a job are ranked.
public interface Criterion {

    /// A short name for people, such as `load`.
    String name();

    /// What speaks against this node, in a unit of the criterion's own; the lowest is best.
    double cost(Offer offer, Candidate candidate);
}
