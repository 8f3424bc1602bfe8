package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.needs.Needs;

/// The nodes that the core has heard of, at most {@value #MOST}: where there is no room for
/// another, the one that has been silent for longest makes it, if it has left or is offline.
///
/// It outlives an engine whose turn was given up, and so can undo what that turn learned: what the
/// turn read is read again, and must be news again.
public final class NodeTable {
    public static final int MOST = 10_000;

    /// How often a node's entry is written though nothing but the time changed.
    private static final Duration WRITE_EVERY = Duration.ofMinutes(1);

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

    /// What a heartbeat changed.
    ///
    /// @param known what is known now; null where the heartbeat is stale
    /// @param restarted whether this is another incarnation than the one before
    /// @param worthWriting whether the node's entry in the store should follow
    record News(Known known, boolean restarted, boolean worthWriting) {
        static final News STALE = new News(null, false, false);

        boolean stale() {
            return known == null;
        }
    }

    private final Map<NodeId, Known> nodes;
    private final Duration offlineAfter;

    /// What was known before this turn of the nodes that it is about.
    private final Map<NodeId, Optional<Known>> before = new HashMap<>();

    /// @param nodes empty; where others than the engine's thread read, one that bears it
    public NodeTable(Map<NodeId, Known> nodes, Duration offlineAfter) {
        this.nodes = nodes;
        this.offlineAfter = offlineAfter;
    }

    /// Takes what an earlier life of the core had written down.
    public void restore(Known known) {
        nodes.put(known.heartbeat().node(), known);
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
                    known.map(k -> now == null ? k : k.heardAt(now.lastSeen()))
                            .ifPresent(k -> nodes.put(node, k));
                });
        before.clear();
    }

    private void put(Known known) {
        NodeId node = known.heartbeat().node();
        Known last = nodes.put(node, known);
        before.putIfAbsent(node, Optional.ofNullable(last));
    }

    private void remove(NodeId node) {
        Known last = nodes.remove(node);
        before.putIfAbsent(node, Optional.ofNullable(last));
    }

    /// Takes a heartbeat; stale where it is older than what is known (a lower `seq` of the same
    /// incarnation, or another incarnation's that the broker had earlier), or the table is full.
    News heard(Delivery<Heartbeat> delivery, Instant now) {
        Known before = nodes.get(delivery.message().node());
        if (before == null) {
            return hasRoom(now) ? first(delivery, now) : News.STALE;
        }
        boolean same = before.heartbeat().incarnation().equals(delivery.message().incarnation());
        Instant seen = seen(delivery, now);
        if (same ? isOld(delivery, before) : seen.isBefore(before.lastSeen())) {
            return News.STALE;
        }
        boolean worthWriting = !same || isNews(before, delivery.message(), now);
        var known =
                new Known(
                        delivery.message(),
                        seen,
                        before.joinedAt(),
                        same ? before.since() : seen,
                        Optional.empty(),
                        false,
                        worthWriting ? now : before.writtenAt(),
                        same && before.toDrain() && !delivery.message().draining());
        put(known);
        return new News(known, !same, worthWriting);
    }

    /// One that was on its way when the node left does not bring it back.
    private static boolean isOld(Delivery<Heartbeat> delivery, Known before) {
        return delivery.message().seq() <= before.heartbeat().seq()
                || before.departedAt().filter(left -> !delivery.at().isAfter(left)).isPresent();
    }

    private static boolean isNews(Known before, Heartbeat heartbeat, Instant now) {
        return before.departed()
                || !before.heartbeat().capabilities().equals(heartbeat.capabilities())
                || before.heartbeat().draining() != heartbeat.draining()
                || before.toDrain() && heartbeat.draining()
                || before.writtenAt().plus(WRITE_EVERY).isBefore(now);
    }

    private boolean hasRoom(Instant now) {
        if (nodes.size() < MOST) {
            return true;
        }
        Optional<Known> longestSilent =
                nodes.values().stream().min(Comparator.comparing(Known::lastSeen));
        return longestSilent
                .filter(node -> isOffline(node, now))
                .map(
                        node -> {
                            remove(node.heartbeat().node());
                            return node;
                        })
                .isPresent();
    }

    private News first(Delivery<Heartbeat> delivery, Instant now) {
        Instant seen = seen(delivery, now);
        var known =
                new Known(
                        delivery.message(), seen, seen, seen, Optional.empty(), false, now, false);
        put(known);
        return new News(known, false, true);
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
        return !known.lastSeen().plus(offlineAfter).isAfter(now);
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
