package mesh.lab.sim.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.auction.engine.Pace;
import mesh.lab.sim.NodePlan;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Settlement;

/// Judges an auction's awards by what it could know: the heartbeats, departures, settlements and
/// offers that it was brought in this life. What it surely must count against a node's slots is
/// counted here; what it may have forgotten for a reason is not.
final class MarketWatch {
    private static final Duration SUSPECT = Limits.HEARTBEAT.multipliedBy(2).plusSeconds(1);

    private record Node(Heartbeat beat, Instant seen, Instant left) {}

    private final Books books;
    private final Map<NodeId, NodePlan> plans = new HashMap<>();
    private final Verdict verdict;
    private InstantSource clock;
    private final Map<NodeId, Node> nodes = new HashMap<>();
    private final Map<NodeId, Set<AttemptRef>> counted = new HashMap<>();
    private final Map<AttemptRef, NodeId> winners = new HashMap<>();

    /// When each node ended attempts of each type, in order.
    private final Map<NodeId, Map<JobType, List<Instant>>> ended = new HashMap<>();

    /// The newest attempt of each job that is known to be over, or left behind.
    private final Map<JobId, Integer> over = new HashMap<>();

    MarketWatch(Books books, List<NodePlan> nodes, Verdict verdict) {
        this.books = books;
        this.verdict = verdict;
        nodes.forEach(node -> plans.put(node.id(), node));
    }

    /// An auction starts, and knows nothing.
    void starts(InstantSource with) {
        clock = with;
        nodes.clear();
        counted.clear();
        winners.clear();
        ended.clear();
        over.clear();
    }

    private Set<AttemptRef> counted(NodeId node) {
        return counted.computeIfAbsent(node, _ -> new HashSet<>());
    }

    void heartbeat(Delivery<Heartbeat> delivery) {
        Heartbeat beat = delivery.message();
        Instant now = clock.instant();
        Instant seen = delivery.at().isAfter(now) ? now : delivery.at();
        Node known = nodes.get(beat.node());
        if (known != null) {
            boolean same = known.beat().incarnation().equals(beat.incarnation());
            boolean newer = same ? beat.seq() > known.beat().seq() : !seen.isBefore(known.seen());
            if (!newer || same && known.left() != null && !seen.isAfter(known.left())) {
                return;
            }
            if (!same) {
                counted(beat.node()).clear();
            }
        }
        nodes.put(beat.node(), new Node(beat, seen, null));
        Set<AttemptRef> mine = counted(beat.node());
        mine.retainAll(beat.running());
        if (isOnline(beat.node(), Limits.OFFLINE)) {
            for (AttemptRef ref : beat.running()) {
                boolean ended = over.getOrDefault(ref.job(), 0) >= ref.attempt();
                NodeId winner = winners.get(ref);
                boolean newest =
                        winners.keySet().stream()
                                .noneMatch(
                                        other ->
                                                other.job().equals(ref.job())
                                                        && other.attempt() > ref.attempt());
                if (!ended && newest && (winner == null || winner.equals(beat.node()))) {
                    // Its own slots alone: it makes nobody the winner, and frees nobody else's.
                    mine.add(ref);
                }
            }
        }
    }

    void departed(NodeId node) {
        nodes.computeIfPresent(
                node, (_, known) -> new Node(known.beat(), known.seen(), clock.instant()));
        counted(node).clear();
    }

    /// Only who has an award can end it.
    void settled(Settlement settlement) {
        if (!settlement.node().equals(winners.get(settlement.ref()))) {
            counted(settlement.node()).remove(settlement.ref());
            return;
        }
        if (over.getOrDefault(settlement.job(), 0) < settlement.attempt()) {
            books.job(settlement.job())
                    .ifPresent(
                            job -> ended(settlement.node(), job.plan.type()).add(clock.instant()));
        }
        over.merge(settlement.job(), settlement.attempt(), Math::max);
        counted.values().forEach(mine -> mine.remove(settlement.ref()));
    }

    private List<Instant> ended(NodeId node, JobType type) {
        return ended.computeIfAbsent(node, _ -> new HashMap<>())
                .computeIfAbsent(type, _ -> new ArrayList<>());
    }

    /// What a node may hold beyond its slots: what it ends of such jobs within a moment.
    private long ahead(NodeId node, JobType type) {
        Instant since = clock.instant().minus(Pace.WINDOW);
        long lately = ended(node, type).stream().filter(at -> at.isAfter(since)).count();
        return lately * Pace.AHEAD.toMillis() / Pace.WINDOW.toMillis();
    }

    void offered(Offer offer) {
        over.merge(offer.job(), offer.attempt() - 1, Math::max);
        counted.values()
                .forEach(
                        mine ->
                                mine.removeIf(
                                        ref ->
                                                ref.job().equals(offer.job())
                                                        && ref.attempt() < offer.attempt()));
    }

    private boolean isOnline(NodeId node, Duration silence) {
        Node known = nodes.get(node);
        return known != null
                && known.left() == null
                && known.seen().plus(silence).isAfter(clock.instant());
    }

    /// What the auction says.
    void says(List<? extends Message> messages) {
        for (NodeId node : List.copyOf(counted.keySet())) {
            if (!isOnline(node, Limits.OFFLINE)) {
                counted(node).clear();
            }
        }
        for (Message message : messages) {
            if (message instanceof Assignment assignment) {
                awards(assignment);
            } else if (message instanceof Award award && award.node() != null) {
                repeats(award);
            }
        }
    }

    /// Also an award that a node claimed goes only to one that can run the job.
    private void repeats(Award award) {
        NodePlan plan = plans.get(award.node());
        boolean runs =
                books.job(award.job())
                        .map(job -> plan != null && job.plan.runsOn(plan))
                        .orElse(true);
        if (!runs) {
            verdict.broken(
                    Invariant.AWARDED_TO_CAPABLE,
                    "%s/%d to %s, which cannot run it",
                    award.job(),
                    award.attempt(),
                    award.node());
        }
    }

    private void awards(Assignment assignment) {
        NodeId node = assignment.node();
        AttemptRef ref = assignment.ref();
        books.awards(ref, node);
        books.job(assignment.job())
                .ifPresent(
                        job ->
                                must(
                                        assignment.payload().equals(job.plan.payload()),
                                        Invariant.CARRIES_ITS_WORK,
                                        assignment,
                                        "with another payload"));
        NodeId winner = winners.putIfAbsent(ref, node);
        if (winner != null) {
            must(winner.equals(node), Invariant.ONE_WINNER, assignment, "it was " + winner + "'s");
            return;
        }
        Node known = nodes.get(node);
        must(
                isOnline(node, SUSPECT),
                Invariant.AWARDED_TO_ONLINE,
                assignment,
                "of which is known "
                        + (known == null ? "nothing" : known.seen() + " " + known.left()));
        must(
                known == null || !known.beat().draining(),
                Invariant.AWARDED_TO_WILLING,
                assignment,
                "which drains");
        NodePlan plan = plans.get(node);
        books.job(assignment.job())
                .ifPresent(
                        job ->
                                must(
                                        plan != null && job.plan.runsOn(plan),
                                        Invariant.AWARDED_TO_CAPABLE,
                                        assignment,
                                        "which cannot run it"));
        Set<AttemptRef> mine = counted(node);
        must(
                plan != null && mine.size() < plan.slots() + ahead(node, assignment.type()),
                Invariant.AWARDED_TO_FREE,
                assignment,
                "which has " + mine.size());
        count(ref, node);
    }

    /// An attempt takes a slot, and those before it none any more.
    private void count(AttemptRef ref, NodeId node) {
        for (Set<AttemptRef> some : counted.values()) {
            some.removeIf(
                    other -> other.job().equals(ref.job()) && other.attempt() < ref.attempt());
        }
        counted(node).add(ref);
    }

    private void must(boolean holds, Invariant invariant, Assignment assignment, String detail) {
        if (!holds) {
            verdict.broken(invariant, "%s to %s, %s", assignment.ref(), assignment.node(), detail);
        }
    }
}
