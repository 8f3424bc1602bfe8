package mesh.auction.registry;

import java.time.Duration;
import java.time.Instant;
import mesh.protocol.NodeId;
import mesh.protocol.message.Heartbeat;

/// What is known of one node.
///
/// @param heartbeat the newest, without the attempts that it named; silence is judged by the
///     interval that it announces
/// @param seen when the broker took that heartbeat in, never later than the clock of whoever reads
/// @param departed whether the broker saw the node leave after that heartbeat
public record Node(Heartbeat heartbeat, Instant seen, boolean departed) {

    public NodeId id() {
        return heartbeat.node();
    }

    /// The state at a time. Leaving and silence count for more than what the node last said.
    public NodeState state(Instant now, Liveness liveness) {
        Duration silence = silence(now);
        if (departed || silence.compareTo(heartbeat.patience(liveness.offlineAfter())) >= 0) {
            return NodeState.OFFLINE;
        }
        if (heartbeat.draining()) {
            return NodeState.DRAINING;
        }
        return silence.compareTo(heartbeat.patience(liveness.suspectAfter())) >= 0
                ? NodeState.SUSPECT
                : NodeState.ONLINE;
    }

    Duration silence(Instant now) {
        return Duration.between(seen, now);
    }
}
