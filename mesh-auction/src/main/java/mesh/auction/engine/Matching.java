package mesh.auction.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import mesh.auction.engine.Decision.Awarded;
import mesh.auction.registry.Node;
import mesh.auction.registry.NodeRegistry;
import mesh.auction.registry.NodeState;
import mesh.protocol.NodeId;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Offer;

/// One round of the market: the most urgent offer of all first, to the best of the nodes that are
/// capable and have a slot, or come to it soon (see {@link Pace}). Offers that ask alike are in one
/// queue, and a queue without a node is left for the round at its first offer, so a round costs
/// about the awards it makes plus the requirements it looks at, however many offers wait.
final class Matching {
    private final NodeRegistry registry;
    private final Requirements requirements;
    private final OfferBook offers;
    private final AwardBook awards;
    private final Pace pace;
    private final Ranking ranking;
    private final MarketLimits limits;
    private long considered;

    /// What a round awarded.
    ///
    /// @param cut whether it stopped at the bound
    record Round(List<Awarded> awarded, boolean cut) {}

    Matching(
            NodeRegistry registry,
            Requirements requirements,
            OfferBook offers,
            AwardBook awards,
            Pace pace,
            Ranking ranking,
            MarketLimits limits) {
        this.registry = registry;
        this.requirements = requirements;
        this.offers = offers;
        this.awards = awards;
        this.pace = pace;
        this.ranking = ranking;
        this.limits = limits;
    }

    Round round(Instant now) {
        var awarded = new ArrayList<Awarded>();
        long text = 0;
        if (requirements.waiting().isEmpty()) {
            return new Round(awarded, false);
        }
        Map<NodeId, Candidate> free = free(now);
        var queues =
                new PriorityQueue<Requirement>(
                        (one, other) -> one.mostUrgent().compareTo(other.mostUrgent()));
        queues.addAll(requirements.waiting());
        while (!free.isEmpty() && !queues.isEmpty()) {
            Requirement requirement = queues.poll();
            PendingOffer pending = requirement.mostUrgent();
            Candidate winner = best(pending.offer(), requirement, free, now);
            if (winner == null) {
                continue;
            }
            text += pending.text();
            if (awarded.size() == limits.mostAwards()
                    || !awarded.isEmpty() && text > limits.mostAwardText()) {
                return new Round(awarded, true);
            }
            awarded.add(award(pending, winner, now));
            free.computeIfPresent(winner.node(), (_, one) -> takeRoom(one, now));
            if (!requirement.isEmpty()) {
                queues.add(requirement);
            }
        }
        return new Round(awarded, false);
    }

    private Map<NodeId, Candidate> free(Instant now) {
        var free = new HashMap<NodeId, Candidate>();
        for (Node node : registry.nodes()) {
            Heartbeat heartbeat = node.heartbeat();
            var candidate =
                    new Candidate(
                            node.id(), awards.open(node.id()), heartbeat.slots(), heartbeat.bid());
            if (hasRoom(candidate, now) && registry.state(node.id(), now) == NodeState.ONLINE) {
                free.put(node.id(), candidate);
            }
        }
        return free;
    }

    private Candidate takeRoom(Candidate candidate, Instant now) {
        Candidate fuller = candidate.withOneMore();
        return hasRoom(fuller, now) ? fuller : null;
    }

    /// Whether it takes a job of any type.
    private boolean hasRoom(Candidate candidate, Instant now) {
        return !candidate.isFull(0) || !candidate.isFull(pace.mostAhead(candidate.node(), now));
    }

    private boolean hasRoom(Candidate candidate, Offer offer, Instant now) {
        return !candidate.isFull(0)
                || !candidate.isFull(pace.ahead(candidate.node(), offer.type(), now));
    }

    /// The best of the capable nodes with room, looked for on the shorter of both sides; null for
    /// none.
    private Candidate best(
            Offer offer, Requirement requirement, Map<NodeId, Candidate> free, Instant now) {
        Candidate best = null;
        boolean fewFree = free.size() < requirement.capable().size();
        for (NodeId node : fewFree ? free.keySet() : requirement.capable()) {
            considered++;
            Candidate candidate = free.get(node);
            boolean can = !fewFree || requirement.capable().contains(node);
            if (can
                    && candidate != null
                    && hasRoom(candidate, offer, now)
                    && (best == null || ranking.prefers(offer, candidate, best))) {
                best = candidate;
            }
        }
        return best;
    }

    private Awarded award(PendingOffer pending, Candidate winner, Instant now) {
        Offer offer = pending.offer();
        offers.remove(pending);
        awards.award(offer.ref(), winner.node(), offer.type(), now);
        return new Awarded(offer, winner.node(), ranking.reasons(offer, winner));
    }

    /// How many nodes were looked at for an offer so far.
    long considered() {
        return considered;
    }
}
