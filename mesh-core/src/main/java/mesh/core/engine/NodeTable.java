package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.needs.Needs;

/// The nodes that the core has heard of, at most {@value #MOST}: where there is no room for
/// another, the one that has been silent for longest makes it, if it has left or is offline.
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
    /// @param writtenAt when its entry was last worth writing
    public record Known(
            Heartbeat heartbeat,
            Instant lastSeen,
            Instant joinedAt,
            Instant since,
            Optional<Instant> departedAt,
            Instant writtenAt) {

        /// As an entry in a store says it.
        public static Known restored(Heartbeat heartbeat, Instant lastSeen, Instant joinedAt) {
            return new Known(heartbeat, lastSeen, joinedAt, joinedAt, Optional.empty(), lastSeen);
        }

        public boolean departed() {
            return departedAt.isPresent();
        }

        private Known gone(Instant now) {
            return new Known(heartbeat, lastSeen, joinedAt, since, Optional.of(now), writtenAt);
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

    /// @param nodes empty; where others than the engine's thread read, one that bears it
    public NodeTable(Map<NodeId, Known> nodes, Duration offlineAfter) {
        this.nodes = nodes;
        this.offlineAfter = offlineAfter;
    }

    /// Takes what an earlier life of the core had written down.
    public void restore(Known known) {
        nodes.put(known.heartbeat().node(), known);
    }

    /// Takes a heartbeat; stale where it is older than what is known, or the table is full.
    News heard(Delivery<Heartbeat> delivery, Instant now) {
        Known before = nodes.get(delivery.message().node());
        if (before == null) {
            return hasRoom(now) ? first(delivery, now) : News.STALE;
        }
        boolean same = before.heartbeat().incarnation().equals(delivery.message().incarnation());
        if (same && isOld(delivery, before)) {
            return News.STALE;
        }
        Instant seen = seen(delivery, now);
        boolean worthWriting = !same || isNews(before, delivery.message(), now);
        var known =
                new Known(
                        delivery.message(),
                        seen,
                        before.joinedAt(),
                        same ? before.since() : seen,
                        Optional.empty(),
                        worthWriting ? now : before.writtenAt());
        nodes.put(delivery.message().node(), known);
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
                .map(node -> nodes.remove(node.heartbeat().node()))
                .isPresent();
    }

    private News first(Delivery<Heartbeat> delivery, Instant now) {
        Instant seen = seen(delivery, now);
        var known = new Known(delivery.message(), seen, seen, seen, Optional.empty(), now);
        nodes.put(delivery.message().node(), known);
        return new News(known, false, true);
    }

    /// The broker's clock may be another machine's; what it says of the future is now.
    private static Instant seen(Delivery<Heartbeat> delivery, Instant now) {
        return delivery.at().isAfter(now) ? now : delivery.at();
    }

    /// A node's connection ended.
    ///
    /// @return whether that is news: the word may be about a life before the present one
    boolean departed(NodeId node, Instant now) {
        Known known = nodes.get(node);
        boolean belated =
                known != null
                        && known.since().isAfter(known.joinedAt())
                        && known.since().plus(BELATED).isAfter(now);
        if (known != null && !belated) {
            nodes.put(node, known.gone(now));
        }
        return !belated;
    }

    boolean hasDeparted(NodeId node) {
        Known known = nodes.get(node);
        return known != null && known.departed();
    }

    /// Whether a node is known and has said that it can run such a job.
    boolean canRun(NodeId node, JobType type, Needs needs) {
        Known known = nodes.get(node);
        return known != null && needs.satisfiedBy(known.heartbeat().capabilities(), type);
    }

    /// Whether a node has left or been silent for so long that it counts as gone.
    public boolean isOffline(Known known, Instant now) {
        return known.departed() || !known.lastSeen().plus(offlineAfter).isAfter(now);
    }

    public Collection<Known> all() {
        return nodes.values();
    }

    public Optional<Known> get(NodeId node) {
        return Optional.ofNullable(nodes.get(node));
    }
}
