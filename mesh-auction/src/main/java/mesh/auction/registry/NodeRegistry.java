package mesh.auction.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.protocol.NodeId;
import mesh.protocol.message.Heartbeat;

/// The nodes that are known, by their newest heartbeat. Not safe for use by several threads.
///
/// All times but `now` are the broker's; a node's own clock is never read. The broker's clock and
/// this party's have to agree to within a second or so: what the broker's is behind counts as
/// silence.
public final class NodeRegistry {
    private final Liveness liveness;
    private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
    private final Map<NodeId, Instant> departures = new LinkedHashMap<>();

    /// What a heartbeat changed.
    ///
    /// @param before what was known of the node; empty for one that was not known
    /// @param after what is known of it now
    public record News(Optional<Node> before, Node after) {

        /// Whether the node was started anew since it was last heard.
        public boolean restarted() {
            return before.filter(
                            node ->
                                    !node.heartbeat()
                                            .incarnation()
                                            .equals(after.heartbeat().incarnation()))
                    .isPresent();
        }

        /// Whether it may be awarded what it could not before: it was not online, is another start
        /// of its node, or says that it can do or hold something else.
        public boolean opens(Liveness liveness, Instant now) {
            return before.filter(
                                    node ->
                                            node.state(now, liveness) == NodeState.ONLINE
                                                    && node.heartbeat().slots()
                                                            == after.heartbeat().slots())
                            .isEmpty()
                    || restarted()
                    || capabilitiesChanged();
        }

        /// Whether it can do other things than it could, or was not known.
        public boolean capabilitiesChanged() {
            return before.filter(
                            node ->
                                    node.heartbeat()
                                            .capabilities()
                                            .equals(after.heartbeat().capabilities()))
                    .isEmpty();
        }
    }

    public NodeRegistry(Liveness liveness) {
        this.liveness = liveness;
    }

    /// Takes in a heartbeat. It is ignored, and nothing comes back, when it is not newer than what
    /// is known (a lower `seq` of the same incarnation, or another incarnation's that the broker
    /// had earlier), when the broker had it before the node left, when it is so old that the node
    /// would be forgotten, and when there is no room.
    ///
    /// @param at when the broker took it in
    public Optional<News> heard(Heartbeat heartbeat, Instant at, Instant now) {
        Instant seen = at.isAfter(now) ? now : at;
        Node before = nodes.get(heartbeat.node());
        var after = new Node(heartbeat.facts(), seen, false);
        if (before == null
                ? tooMany() || tooOld(after, now)
                : !isNewer(after, before) || isFromBeforeItLeft(after, before)) {
            return Optional.empty();
        }
        departures.remove(heartbeat.node());
        nodes.put(heartbeat.node(), after);
        return Optional.of(new News(Optional.ofNullable(before), after));
    }

    private boolean tooMany() {
        return nodes.size() >= liveness.mostNodes();
    }

    private boolean tooOld(Node node, Instant now) {
        return node.silence(now).compareTo(liveness.forgetAfter()) >= 0;
    }

    private static boolean isNewer(Node node, Node before) {
        return sameIncarnation(node, before)
                ? node.heartbeat().seq() > before.heartbeat().seq()
                : !node.seen().isBefore(before.seen());
    }

    /// A heartbeat may be overtaken by the word that its node left. One of a new incarnation was
    /// not.
    private boolean isFromBeforeItLeft(Node node, Node before) {
        Instant departure = departures.get(node.id());
        return departure != null
                && sameIncarnation(node, before)
                && !node.seen().isAfter(departure);
    }

    private static boolean sameIncarnation(Node node, Node before) {
        return node.heartbeat().incarnation().equals(before.heartbeat().incarnation());
    }

    /// The broker saw this node leave: it is offline until a newer heartbeat.
    public void departed(NodeId id, Instant now) {
        nodes.computeIfPresent(
                id,
                (_, node) -> {
                    departures.put(id, now);
                    return new Node(node.heartbeat(), node.seen(), true);
                });
    }

    /// Forgets the nodes that have been silent for long, and, where there is no room for another,
    /// all that are offline.
    ///
    /// @return the forgotten
    public List<NodeId> forget(Instant now) {
        boolean full = tooMany();
        var forgotten = new ArrayList<NodeId>();
        for (Node node : nodes.values()) {
            if (tooOld(node, now) || full && state(node, now) == NodeState.OFFLINE) {
                forgotten.add(node.id());
            }
        }
        forgotten.forEach(nodes::remove);
        forgotten.forEach(departures::remove);
        return forgotten;
    }

    public Collection<Node> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    public Optional<Node> find(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /// The state of a node at a time; one that is not known is offline.
    public NodeState state(NodeId id, Instant now) {
        Node node = nodes.get(id);
        return node == null ? NodeState.OFFLINE : state(node, now);
    }

    private NodeState state(Node node, Instant now) {
        return node.state(now, liveness);
    }
}
