package mesh.auction.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.auction.engine.Decision.Repeated;
import mesh.auction.engine.Decision.Unawarded;
import mesh.auction.engine.Fate.Claimed;
import mesh.auction.engine.Fate.Over;
import mesh.auction.engine.Fate.Won;
import mesh.auction.registry.Liveness;
import mesh.auction.registry.NodeRegistry;
import mesh.auction.registry.NodeRegistry.News;
import mesh.auction.registry.NodeState;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Settlement;

/// The auction's mind: facts in, a plan out. Not safe for use by several threads.
///
/// An award goes only to a node that is online, satisfies what the job needs, runs its type, and
/// has fewer awards open than slots, by the count that is kept here, or no more beyond them than it
/// ends within {@link Pace#AHEAD}. One attempt of a job is awarded to one node at most, however
/// often its offer comes. Deadlines and leases are the core's business: an offer waits here until
/// it is awarded, settled, replaced by a newer attempt, or not repeated for long.
public final class AuctionEngine {
    private final Liveness liveness;
    private final MarketLimits limits;
    private final NodeRegistry registry;
    private final Requirements requirements;
    private final OfferBook offers;
    private final AwardBook awards;
    private final Contradictions contradictions = new Contradictions();
    private final Pace pace = new Pace();
    private final Promises promises = new Promises();
    private final Matching matching;
    private final String name;

    /// @param name of this start of an auction
    public AuctionEngine(Liveness liveness, MarketLimits limits, Ranking ranking, String name) {
        this.liveness = liveness;
        this.limits = limits;
        this.name = name;
        this.registry = new NodeRegistry(liveness);
        this.requirements = new Requirements();
        this.offers = new OfferBook(requirements, promises, limits);
        this.awards = new AwardBook(limits.mostRemembered());
        this.matching = new Matching(requirements, offers, awards, promises, ranking, limits, name);
    }

    /// Takes in offers of the core, new or repeated, and awards what can be awarded.
    ///
    /// The core's word wins over a node's: an offer of an attempt before the one that a node claims
    /// is auctioned, and so is one of that very attempt where the node cannot run it.
    public Plan offered(List<Offer> batch, Instant now) {
        requirements.judging().begin();
        var decisions = new ArrayList<Decision>();
        var repeats = new Repeats(registry, awards, limits, name, now);
        for (Offer offer : batch) {
            switch (awards.fate(offer.job()).orElse(null)) {
                case null -> offers.add(offer, now);
                case Fate fate when fate.attempt() < offer.attempt() -> {
                    awards.end(new AttemptRef(offer.job(), fate.attempt()));
                    offers.add(offer, now);
                }
                case Claimed claim when couldHaveWon(claim, offer) ->
                        decisions.add(new Repeated(offer, claim.node()));
                case Won won when won.attempt() == offer.attempt() ->
                        repeats.answer(offer, won).ifPresent(decisions::add);
                case Won _, Over _ when !contradictions.insists(offer, now) -> {}
                case Claimed _, Won _, Over _ -> {
                    awards.disbelieve(offer.job());
                    offers.add(offer, now);
                }
            }
        }
        return plan(decisions, now);
    }

    private boolean couldHaveWon(Claimed claim, Offer offer) {
        return claim.attempt() == offer.attempt()
                && registry.find(claim.node())
                        .map(node -> node.heartbeat().capabilities())
                        .filter(has -> offer.needs().satisfiedBy(has, offer.type()))
                        .isPresent();
    }

    /// Takes in what nodes say of the end of attempts, and awards what the freed slots allow.
    ///
    /// Only the node that has an award ends it. A settlement that answers no award known here is
    /// the core's to judge, for any node can write any attempt into one: where its very attempt
    /// waits and its node can run it, as after a restart of the auction, the offer waits no more,
    /// and that is all. The core
    /// that believes the settlement does not repeat the offer; one that refuses it does, and the
    /// offer is auctioned then. A settlement that comes before the repeat of its offer may so have
    /// the job awarded once more; the core, which read the same settlement, stops that.
    public Plan settled(List<Settlement> batch, Instant now) {
        requirements.judging().begin();
        for (Settlement settlement : batch) {
            if (isWinners(settlement)) {
                if (isWork(settlement.outcome())) {
                    awards.type(settlement.ref())
                            .ifPresent(type -> pace.ended(settlement.node(), type, now));
                }
                awards.end(settlement.ref());
            } else if (fits(settlement.ref(), settlement.node())) {
                offers.find(settlement.job()).ifPresent(offers::remove);
            }
        }
        return plan(new ArrayList<>(), now);
    }

    private static boolean isWork(Settlement.Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED, FAILED -> true;
            case CANCELLED, DECLINED -> false;
        };
    }

    private boolean isWinners(Settlement settlement) {
        return switch (awards.fate(settlement.job()).orElse(null)) {
            case Won(int attempt, NodeId winner, _) -> isOf(settlement, attempt, winner);
            case Claimed(int attempt, NodeId claimant) -> isOf(settlement, attempt, claimant);
            case Over _ -> false;
            case null -> false;
        };
    }

    private static boolean isOf(Settlement settlement, int attempt, NodeId node) {
        return attempt == settlement.attempt() && node.equals(settlement.node());
    }

    /// Whether nothing speaks against a node's having won an attempt: where an offer of its job
    /// waits, it is of that attempt and the node can run it.
    private boolean fits(AttemptRef ref, NodeId node) {
        return offers.find(ref.job())
                .map(
                        pending ->
                                pending.offer().ref().equals(ref)
                                        && requirements.isCapable(node, pending.requirement()))
                .orElse(true);
    }

    /// Takes in heartbeats, and awards what they allow; those that say nothing new allow nothing,
    /// and cost no look at what waits. The attempts that a node names take its slots: so a
    /// restarted auction comes to know them. Where the offer of one waits, it is the node's if the
    /// node can run it; of another attempt than is on offer it says nothing.
    public Plan heard(List<Delivery<Heartbeat>> batch, Instant now) {
        requirements.judging().begin();
        // First: of a node that comes back after a long silence nobody could tell any more.
        freeOffline(now);
        var decisions = new ArrayList<Decision>();
        boolean opens = false;
        for (Delivery<Heartbeat> delivery : batch) {
            Optional<News> news = registry.heard(delivery.message(), delivery.at(), now);
            if (news.isPresent()) {
                NodeId node = delivery.message().node();
                int open = awards.open(node);
                learn(news.get(), delivery.message(), now, decisions);
                opens |= awards.open(node) < open || news.get().opens(liveness, now);
            }
        }
        return opens ? plan(decisions, now) : new Plan(decisions, false);
    }

    private void learn(News news, Heartbeat heartbeat, Instant now, List<Decision> decisions) {
        NodeId node = heartbeat.node();
        if (news.capabilitiesChanged()) {
            requirements.place(node, heartbeat.capabilities());
        }
        if (news.restarted()) {
            awards.free(node);
            pace.forget(node);
        }
        if (registry.state(node, now) == NodeState.OFFLINE || heartbeat.partly()) {
            return;
        }
        int most = heartbeat.slots() + Pace.MOST_AHEAD;
        List<AttemptRef> adopted =
                awards.reconcile(
                        node,
                        heartbeat.running(),
                        most,
                        ref -> fits(ref, node),
                        news.after().seen());
        for (AttemptRef ref : adopted) {
            offers.close(ref.job(), ref.attempt())
                    .filter(offer -> offer.attempt() == ref.attempt())
                    .ifPresent(offer -> decisions.add(new Repeated(offer, node)));
        }
    }

    /// The broker saw a node leave: what it had is counted no more. The next plan acts on it.
    public void departed(NodeId node, Instant now) {
        registry.departed(node, now);
        awards.free(node);
        pace.forget(node);
    }

    /// Lets time pass: silent nodes go offline, old offers and nodes are forgotten, and what waits
    /// is awarded or told why not.
    public Plan tick(Instant now) {
        requirements.judging().begin();
        for (NodeId node : registry.forget(now)) {
            requirements.forget(node);
            awards.free(node);
        }
        freeOffline(now);
        matching.recall(now);
        offers.expire(now);
        pace.expire(now);
        return plan(new ArrayList<>(), now);
    }

    private void freeOffline(Instant now) {
        for (NodeId node : awards.holders()) {
            if (registry.state(node, now) == NodeState.OFFLINE) {
                awards.free(node);
            }
        }
    }

    private Plan plan(List<Decision> decisions, Instant now) {
        requirements.judging().proceed();
        boolean behind = requirements.judging().isBehind();
        if (requirements.waiting().isEmpty()) {
            return new Plan(decisions, behind);
        }
        var floor = new Floor(registry, requirements.profiles(), awards, pace, promises, now);
        Matching.Round round = matching.round(floor, now);
        decisions.addAll(round.decisions());
        // What was not judged yet may be capable.
        if (!round.cut() && !behind) {
            explain(floor, decisions, now);
        }
        return new Plan(decisions, round.cut() || behind);
    }

    private void explain(Floor floor, List<Decision> decisions, Instant now) {
        int room = limits.mostExplanations();
        for (Reach reach : requirements.waiting()) {
            boolean capable = floor.isServed(reach);
            NoAward reason = capable ? NoAward.NO_FREE_SLOT : NoAward.NO_CAPABLE_NODE;
            Instant since = capable ? now.minus(limits.patience()) : now;
            room -=
                    reach.explain(
                            reason,
                            since,
                            room,
                            pending -> {
                                offers.told(pending, reason);
                                decisions.add(new Unawarded(pending.offer(), reason, name));
                            });
        }
    }

    /// How many offers wait.
    public int pending() {
        return offers.size();
    }

    /// How many awards count against a node's slots.
    public int open(NodeId node) {
        return awards.open(node);
    }

    /// How much the engine has worked: for tests of what it costs.
    ///
    /// @param evaluations how often a job's needs were evaluated on a node's capabilities
    /// @param considered how often a node was looked at for an offer
    public record Effort(long evaluations, long considered) {}

    public Effort effort() {
        return new Effort(requirements.judging().evaluations(), matching.considered());
    }
}
