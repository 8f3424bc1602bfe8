package mesh.auction.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import mesh.auction.engine.Decision.Awarded;
import mesh.auction.engine.Decision.Unawarded;
import mesh.protocol.NodeId;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;

/// One round of the market: the most urgent offer of all first, to the best of the nodes that are
/// capable and have a slot, or come to it soon (see {@link Pace}); where the offer is a probe, its
/// whole is asked for. Offers that the same nodes can run are in one queue, and a queue without a
/// node is left for the round at its first offer, so a round costs about the awards it makes plus
/// the {@linkplain Reach reaches} that somebody serves, however many offers wait. Where an offer
/// finds no slot, none that is less urgent takes what a node may hold beyond its slots: otherwise
/// the slots would never be free for a job of a type that nobody ran lately.
final class Matching {
    /// How often the whole of a probe is asked for.
    private static final int MOST_CALLS = 2;

    private final Requirements requirements;
    private final OfferBook offers;
    private final AwardBook awards;
    private final Promises promises;
    private final Ranking ranking;
    private final MarketLimits limits;
    private final String auction;
    private long considered;

    /// What a round decided.
    ///
    /// @param cut whether it stopped at the bound
    record Round(List<Decision> decisions, boolean cut) {}

    /// Offers of one reach that are all whole, or all probes.
    private record Queue(Reach reach, TreeSet<PendingOffer> waiting) implements Comparable<Queue> {
        @Override
        public int compareTo(Queue other) {
            return waiting.first().compareTo(other.waiting.first());
        }
    }

    Matching(
            Requirements requirements,
            OfferBook offers,
            AwardBook awards,
            Promises promises,
            Ranking ranking,
            MarketLimits limits,
            String auction) {
        this.requirements = requirements;
        this.offers = offers;
        this.awards = awards;
        this.promises = promises;
        this.ranking = ranking;
        this.limits = limits;
        this.auction = auction;
    }

    Round round(Floor floor, Instant now) {
        var decisions = new ArrayList<Decision>();
        int awarded = 0;
        long text = 0;
        PriorityQueue<Queue> queues = queues();
        while (!queues.isEmpty() && !floor.free().isEmpty()) {
            Queue queue = queues.poll();
            PendingOffer pending = queue.waiting().first();
            Candidate winner = best(pending.offer(), queue.reach(), floor);
            if (winner == null) {
                floor.closeIfFull(queue.reach());
                continue;
            }
            if (pending.offer().probe()) {
                decisions.add(call(pending, winner.node(), now));
            } else {
                text += pending.text();
                if (awarded == limits.mostAwards()
                        || awarded > 0 && text > limits.mostAwardText()) {
                    return new Round(decisions, true);
                }
                decisions.add(award(pending, winner, now));
                awarded++;
                floor.takes(winner.node());
            }
            if (!queue.waiting().isEmpty()) {
                queues.add(queue);
            }
        }
        return new Round(decisions, false);
    }

    private PriorityQueue<Queue> queues() {
        var queues = new PriorityQueue<Queue>();
        for (Reach reach : requirements.waiting()) {
            if (!reach.profiles().isEmpty()) {
                if (!reach.wholes().isEmpty()) {
                    queues.add(new Queue(reach, reach.wholes()));
                }
                if (!reach.probes().isEmpty()) {
                    queues.add(new Queue(reach, reach.probes()));
                }
            }
        }
        return queues;
    }

    /// The best of the capable nodes with room, looked for on the shorter of both sides; null for
    /// none.
    private Candidate best(Offer offer, Reach reach, Floor floor) {
        Candidate best = null;
        if (floor.free().size() < reach.nodes(floor.free().size() + 1)) {
            for (Candidate candidate : floor.free().values()) {
                considered++;
                if (floor.serves(candidate.node(), reach)) {
                    best = better(best, candidate, offer, floor);
                }
            }
            return best;
        }
        for (Profile profile : reach.profiles()) {
            for (NodeId node : profile.nodes()) {
                considered++;
                best = better(best, floor.free().get(node), offer, floor);
            }
        }
        return best;
    }

    private Candidate better(Candidate best, Candidate candidate, Offer offer, Floor floor) {
        boolean can =
                candidate != null
                        && (offer.probe()
                                ? floor.hasRoomForAnother(candidate, offer.type())
                                : floor.hasRoom(candidate, offer.type()));
        return can && (best == null || ranking.prefers(offer, candidate, best)) ? candidate : best;
    }

    private Awarded award(PendingOffer pending, Candidate winner, Instant now) {
        Offer offer = pending.offer();
        offers.remove(pending);
        awards.award(offer.ref(), winner.node(), offer.type(), now);
        return new Awarded(offer, winner.node(), ranking.reasons(offer, winner));
    }

    private Unawarded call(PendingOffer pending, NodeId node, Instant now) {
        requirements.park(pending);
        promises.make(pending, node, now);
        return new Unawarded(pending.offer(), NoAward.READY, auction);
    }

    /// Probes of which the whole did not come wait again, and those of which it never comes no
    /// more: their job has ended, or the core says it again.
    void recall(Instant now) {
        for (PendingOffer pending : promises.expired(now)) {
            if (pending.calls() < MOST_CALLS) {
                requirements.await(pending);
            } else {
                offers.remove(pending);
            }
        }
    }

    /// How many nodes were looked at for an offer so far.
    long considered() {
        return considered;
    }
}
