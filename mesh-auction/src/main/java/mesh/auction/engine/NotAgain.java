package mesh.auction.engine;

import mesh.protocol.message.Offer;

/// Prefers nodes on which the job has not failed: 0 for such, 1 for the others.
final class NotAgain implements Criterion {
    @Override
    public String name() {
        return "failed-here";
    }

    @Override
    public double cost(Offer offer, Candidate candidate) {
        return offer.avoid().contains(candidate.node()) ? 1 : 0;
    }
}
