package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mesh.protocol.NodeId;
import mesh.protocol.message.Heartbeat;

/// What a heartbeat changed.
///
/// @param known what is known now; null where the heartbeat is stale
/// @param restarted whether this is another incarnation than the one before
/// @param worthWriting whether the node's entry in the store should follow
/// @param forgotten who made room for it
record NodeNews(
        NodeTable.Known known,
        boolean restarted,
        boolean worthWriting,
        Optional<NodeId> forgotten) {
    /// How often a node's entry is written though nothing but the time changed.
    private static final Duration WRITE_EVERY = Duration.ofMinutes(1);

    static final NodeNews STALE = new NodeNews(null, false, false, Optional.empty());

    boolean stale() {
        return known == null;
    }

    /// Whether a heartbeat of the same start of a node says what its entry should say too.
    static boolean isWorthWriting(NodeTable.Known before, Heartbeat heartbeat, Instant now) {
        return before.departed()
                || !before.heartbeat().capabilities().equals(heartbeat.capabilities())
                || before.heartbeat().draining() != heartbeat.draining()
                || before.toDrain() && heartbeat.draining()
                || before.writtenAt().plus(WRITE_EVERY).isBefore(now);
    }
}
