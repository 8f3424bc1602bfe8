package mesh.core.service;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mesh.core.NodeView;
import mesh.core.engine.CoreSettings;
import mesh.core.engine.NodeTable;
import mesh.protocol.NodeId;

/// The nodes as a client sees them now.
record NodeViews(NodeTable nodes, CoreSettings settings, InstantSource clock) {

    List<NodeView> all() {
        Instant now = clock.instant();
        return nodes.all().stream()
                .map(known -> view(known, now))
                .sorted(Comparator.comparing(NodeView::id))
                .toList();
    }

    Optional<NodeView> get(NodeId id) {
        return nodes.get(id).map(known -> view(known, clock.instant()));
    }

    private NodeView view(NodeTable.Known known, Instant now) {
        NodeView.State state = state(known, now);
        return new NodeView(
                known.heartbeat().node(),
                state,
                known.heartbeat().capabilities(),
                known.heartbeat().slots(),
                state == NodeView.State.OFFLINE ? 0 : known.heartbeat().busy(),
                known.lastSeen(),
                known.joinedAt(),
                known.heartbeat().version());
    }

    private NodeView.State state(NodeTable.Known known, Instant now) {
        if (nodes.isOffline(known, now)) {
            return NodeView.State.OFFLINE;
        }
        if (!known.lastSeen()
                .plus(known.heartbeat().patience(settings.suspectAfter()))
                .isAfter(now)) {
            return NodeView.State.SUSPECT;
        }
        return known.heartbeat().draining() ? NodeView.State.DRAINING : NodeView.State.ONLINE;
    }
}
