package mesh.auction.engine;

import mesh.protocol.message.Offer;

/// Prefers the lowest standing bid, in millionths of a credit for a second of a slot.
final class LowestPrice implements Criterion {
    @Override
    public String name() {
        return "price";
    }

    @Override
    public double cost(Offer offer, Candidate candidate) {
        return candidate.bid().price();
    }
}
