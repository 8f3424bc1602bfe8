package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.needs.Needs;

/// The nodes that the core has heard of, at most {@value #MOST}, whose capabilities have at most
/// {@value #MOST_CHARACTERS} characters together: where there is no room for another, the one that
/// has been silent for longest makes it, if it has left or is offline. One that has been silent for
/// {@link #KEPT} is forgotten. So invented names take no place from a node that is alive.
///
/// It outlives an engine whose turn was given up, and so can undo what that turn learned: what the
/// turn read is read again, and must be news again.
public final class NodeTable {
    public static final int MOST = 10_000;
    public static final int MOST_CHARACTERS = 32 << 20;

    /// How long a node is known that is not heard any more.
    public static final Duration KEPT = Duration.ofDays(7);

    /// How long after a node's restart the word that it left is about its life before.
    private static final Duration BELATED = Duration.ofSeconds(1);

    /// What is known of a node.
    ///
    /// @param heartbeat its newest
    /// @param joinedAt when it was first heard
    /// @param since when it was first heard in its present incarnation
    /// @param departedAt when its connection ended, if it did after that heartbeat
    /// @param doubted whether a connection of its ended after that heartbeat, which may have been
    ///     that of the life before
    /// @param writtenAt when its entry was last worth writing
    /// @param toDrain whether it was asked to drain and has not said yet that it does; its next
    ///     incarnation is not asked
    public record Known(
            Heartbeat heartbeat,
            Instant lastSeen,
            Instant joinedAt,
            Instant since,
            Optional<Instant> departedAt,
            boolean doubted,
            Instant writtenAt,
            boolean toDrain) {

        /// As an entry in a store says it.
        public static Known restored(
                Heartbeat heartbeat, Instant lastSeen, Instant joinedAt, boolean toDrain) {
            return new Known(
                    heartbeat,
                    lastSeen,
                    joinedAt,
                    joinedAt,
                    Optional.empty(),
                    false,
                    lastSeen,
                    toDrain);
        }

        public boolean departed() {
            return departedAt.isPresent();
        }

        private Known gone(Instant now) {
            return with(lastSeen, Optional.of(now), false, toDrain);
        }

        private Known inDoubt() {
            return with(lastSeen, departedAt, true, toDrain);
        }

        private Known asked() {
            return with(lastSeen, departedAt, doubted, true);
        }

        /// That it was heard is so, whatever became of what it said.
        private Known heardAt(Instant at) {
            return with(at, departedAt, doubted, toDrain);
        }

        private Known with(
                Instant seen, Optional<Instant> left, boolean inDoubt, boolean asksToDrain) {
            return new Known(
                    heartbeat, seen, joinedAt, since, left, inDoubt, writtenAt, asksToDrain);
        }
    }

    private final Map<NodeId, Known> nodes;
    private final Duration offlineAfter;
    private final NodeRoom room = new NodeRoom();

    /// What was known before this turn of the nodes that it is about.
    private final Map<NodeId, Optional<Known>> before = new HashMap<>();

    /// @param nodes empty; where others than the engine's thread read, one that bears it
    public NodeTable(Map<NodeId, Known> nodes, Duration offlineAfter) {
        this.nodes = nodes;
        this.offlineAfter = offlineAfter;
    }

    /// Takes what an earlier life of the core had written down.
    public void restore(Known known) {
        room.count(nodes.put(known.heartbeat().node(), known), known);
    }

    /// What was learned since the last call is on the disk.
    public void keep() {
        before.clear();
    }

    /// Forgets what was learned since the last {@link #keep}, but for when a node was heard.
    void undo() {
        before.forEach(
                (node, known) -> {
                    Known now = nodes.remove(node);
                    room.count(now, null);
                    known.map(k -> now == null ? k : k.heardAt(now.lastSeen()))
                            .ifPresent(this::restore);
                });
        before.clear();
    }

    private void put(Known known) {
        NodeId node = known.heartbeat().node();
        Known last = nodes.put(node, known);
        room.count(last, known);
        before.putIfAbsent(node, Optional.ofNullable(last));
    }

    private void remove(NodeId node) {
        Known last = nodes.remove(node);
        room.count(last, null);
        before.putIfAbsent(node, Optional.ofNullable(last));
    }

    /// Takes a heartbeat; stale where it is older than what is known (a lower `seq` of the same
    /// incarnation, or another incarnation's that the broker had earlier), or the table is full.
    NodeNews heard(Delivery<Heartbeat> delivery, Instant now) {
        Known before = nodes.get(delivery.message().node());
        if (!room.fits(delivery.message(), before)) {
            return NodeNews.STALE;
        }
        if (before == null) {
            return first(delivery, now);
        }
        boolean same = before.heartbeat().incarnation().equals(delivery.message().incarnation());
        Instant seen = seen(delivery, now);
        if (same ? isOld(delivery, before) : seen.isBefore(before.lastSeen())) {
            return NodeNews.STALE;
        }
        boolean worthWriting = !same || NodeNews.isWorthWriting(before, delivery.message(), now);
        var known =
                new Known(
                        delivery.message().facts(),
                        seen,
                        before.joinedAt(),
                        same ? before.since() : seen,
                        Optional.empty(),
                        false,
                        worthWriting ? now : before.writtenAt(),
                        same && before.toDrain() && !delivery.message().draining());
        put(known);
        return new NodeNews(known, !same, worthWriting, Optional.empty());
    }

    /// One that was on its way when the node left does not bring it back.
    private static boolean isOld(Delivery<Heartbeat> delivery, Known before) {
        return delivery.message().seq() <= before.heartbeat().seq()
                || before.departedAt().filter(left -> !delivery.at().isAfter(left)).isPresent();
    }

    private NodeNews first(Delivery<Heartbeat> delivery, Instant now) {
        Optional<NodeId> leaves = Optional.empty();
        if (nodes.size() >= MOST) {
            leaves = room.longestSilent(nodes::values, known -> isOffline(known, now), now);
            if (leaves.isEmpty()) {
                return NodeNews.STALE;
            }
            remove(leaves.get());
        }
        Instant seen = seen(delivery, now);
        var known =
                new Known(
                        delivery.message().facts(),
                        seen,
                        seen,
                        seen,
                        Optional.empty(),
                        false,
                        now,
                        false);
        put(known);
        return new NodeNews(known, false, true, leaves);
    }

    /// Forgets the nodes that have been silent for {@link #KEPT}, and says which.
    List<NodeId> forget(Instant now) {
        List<NodeId> old =
                nodes.values().stream()
                        .filter(known -> known.lastSeen().plus(KEPT).isBefore(now))
                        .map(known -> known.heartbeat().node())
                        .toList();
        old.forEach(this::remove);
        return old;
    }

    /// How many nodes are not offline.
    int online(Instant now) {
        return (int) nodes.values().stream().filter(known -> !isOffline(known, now)).count();
    }

    /// A time that is meant for a node with the usual interval, as long as it is for this one.
    Duration patience(NodeId node, Duration usual) {
        Known known = nodes.get(node);
        return known == null ? usual : known.heartbeat().patience(usual);
    }

    /// The broker's clock may be another machine's; what it says of the future is now.
    private static Instant seen(Delivery<Heartbeat> delivery, Instant now) {
        return delivery.at().isAfter(now) ? now : delivery.at();
    }

    /// A node's connection ended. So soon after its restart that may be about the life before: then
    /// it is only in doubt until its next heartbeat.
    ///
    /// @return whether it has surely left
    boolean departed(NodeId node, Instant now) {
        Known known = nodes.get(node);
        boolean belated =
                known != null
                        && known.since().isAfter(known.joinedAt())
                        && known.since().plus(BELATED).isAfter(now);
        if (known != null) {
            room.mayHaveComeFree();
            put(belated ? known.inDoubt() : known.gone(now));
        }
        return !belated;
    }

    /// Notes that a node was asked to drain.
    ///
    /// @return its entry, which is worth writing; empty where it is not known
    Optional<Known> ask(NodeId node) {
        Optional<Known> asked = get(node).map(Known::asked);
        asked.ifPresent(this::put);
        return asked;
    }

    boolean hasDeparted(NodeId node) {
        Known known = nodes.get(node);
        return known != null && known.departed();
    }

    /// Whether a node may have left since its last heartbeat.
    boolean isDoubted(NodeId node) {
        Known known = nodes.get(node);
        return known != null && known.doubted();
    }

    /// Whether a node is known and has said that it can run such a job.
    boolean canRun(NodeId node, JobType type, Needs needs) {
        Known known = nodes.get(node);
        return known != null && needs.satisfiedBy(known.heartbeat().capabilities(), type);
    }

    /// Whether any node could run such a job if it had a free slot.
    ///
    /// @param listening since when heartbeats were read; a silence before that says nothing
    boolean anyCanRun(JobType type, Needs needs, Instant listening, Instant now) {
        return nodes.values().stream()
                .filter(known -> !known.departed() && !known.heartbeat().draining())
                .filter(known -> !isSilent(known, now) || listening.plus(offlineAfter).isAfter(now))
                .anyMatch(known -> needs.satisfiedBy(known.heartbeat().capabilities(), type));
    }

    private boolean isSilent(Known known, Instant now) {
        return !known.lastSeen().plus(known.heartbeat().patience(offlineAfter)).isAfter(now);
    }

    /// Whether a node has left or been silent for so long that it counts as gone.
    public boolean isOffline(Known known, Instant now) {
        return known.departed() || isSilent(known, now);
    }

    public Collection<Known> all() {
        return nodes.values();
    }

    public Optional<Known> get(NodeId node) {
        return Optional.ofNullable(nodes.get(node));
    }
}
