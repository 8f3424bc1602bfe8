package mesh.auction.engine;

import mesh.protocol.message.Offer;

/// Prefers the node that would be least full with the job: the share of its slots then taken, above
/// 0, and above 1 where the job would wait for one.
///
/// It counts the auction's own open awards, not the load that a node reports: that is up to a
/// heartbeat old, and a herd of jobs would run to whoever looked idle.
final class LeastLoad implements Criterion {
    @Override
    public String name() {
        return "load";
    }

    @Override
    public double cost(Offer offer, Candidate candidate) {
        return (candidate.open() + 1.0) / candidate.slots();
    }
}
