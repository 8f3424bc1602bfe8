package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Heartbeat;

/// The nodes that the core has heard of, at most {@value #MOST}.
public final class NodeTable {
    public static final int MOST = 10_000;

    /// How often a node's entry is written though nothing but the time changed.
    private static final Duration WRITE_EVERY = Duration.ofMinutes(1);

    /// What is known of a node.
    ///
    /// @param heartbeat its newest
    /// @param departed whether its connection ended after that
    /// @param writtenAt when its entry was last worth writing
    public record Known(
            Heartbeat heartbeat,
            Instant lastSeen,
            Instant joinedAt,
            boolean departed,
            Instant writtenAt) {

        Known gone() {
            return new Known(heartbeat, lastSeen, joinedAt, true, writtenAt);
        }
    }

    /// What a heartbeat changed.
    ///
    /// @param known what is known now; null where the heartbeat is stale
    /// @param restarted whether this is another incarnation than the one before
    /// @param worthWriting whether the node's entry in the store should follow
    record News(Known known, boolean restarted, boolean worthWriting) {
        boolean stale() {
            return known == null;
        }
    }

    private final Map<NodeId, Known> nodes;

    /// @param nodes empty; where others than the engine's thread read, one that bears it
    public NodeTable(Map<NodeId, Known> nodes) {
        this.nodes = nodes;
    }

    /// Takes what an earlier life of the core had written down.
    public void restore(Known known) {
        nodes.put(known.heartbeat().node(), known);
    }

    /// Takes a heartbeat; stale where it is older than what is known, or the table is full.
    News heard(Delivery<Heartbeat> delivery, Instant now) {
        Heartbeat heartbeat = delivery.message();
        Known before = nodes.get(heartbeat.node());
        if (before == null) {
            return nodes.size() < MOST ? first(delivery, now) : new News(null, false, false);
        }
        boolean same = before.heartbeat().incarnation().equals(heartbeat.incarnation());
        if (same && heartbeat.seq() <= before.heartbeat().seq()) {
            return new News(null, false, false);
        }
        boolean worthWriting =
                !same
                        || before.departed()
                        || !before.heartbeat().capabilities().equals(heartbeat.capabilities())
                        || before.heartbeat().draining() != heartbeat.draining()
                        || before.writtenAt().plus(WRITE_EVERY).isBefore(now);
        var known =
                new Known(
                        heartbeat,
                        seen(delivery, now),
                        before.joinedAt(),
                        false,
                        worthWriting ? now : before.writtenAt());
        nodes.put(heartbeat.node(), known);
        return new News(known, !same, worthWriting);
    }

    private News first(Delivery<Heartbeat> delivery, Instant now) {
        Instant seen = seen(delivery, now);
        var known = new Known(delivery.message(), seen, seen, false, now);
        nodes.put(delivery.message().node(), known);
        return new News(known, false, true);
    }

    /// The broker's clock may be another machine's; what it says of the future is now.
    private static Instant seen(Delivery<Heartbeat> delivery, Instant now) {
        return delivery.at().isAfter(now) ? now : delivery.at();
    }

    void departed(NodeId node) {
        nodes.computeIfPresent(node, (_, known) -> known.gone());
    }

    boolean hasDeparted(NodeId node) {
        Known known = nodes.get(node);
        return known != null && known.departed();
    }

    public Collection<Known> all() {
        return nodes.values();
    }

    public Optional<Known> get(NodeId node) {
        return Optional.ofNullable(nodes.get(node));
    }
}
