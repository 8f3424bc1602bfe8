package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import mesh.protocol.Limits;

/// How far apart the heartbeats of a node are to be: the usual interval for up to 2,000 nodes, and
/// beyond that as much longer as it takes for all of them to stay within {@value
/// Limits#HEARTBEATS_A_SECOND} a second. It changes in steps of the usual interval, and is
/// shortened only where the mesh has shrunk by a tenth below a step, so that nodes are not asked
/// again and again.
final class HeartbeatPace {
    /// How often the nodes are counted.
    static final Duration LOOK = Duration.ofSeconds(5);

    private static final double SHRUNK = 1.1;

    private final double nodesAStep;
    private int steps = 1;
    private boolean known;

    /// Null before anybody asked. First, every node has time to be heard.
    private Instant next;

    /// @param perSecond how many heartbeats a second there may be; at least 1
    HeartbeatPace(int perSecond) {
        this.nodesAStep = perSecond * (double) Limits.HEARTBEAT.toSeconds();
    }

    /// Whether it is time to count the nodes again.
    boolean isDue(Instant now) {
        if (next == null) {
            next = now.plus(Limits.LONGEST_HEARTBEAT);
        }
        if (now.isBefore(next)) {
            return false;
        }
        next = now.plus(LOOK);
        return true;
    }

    /// So many nodes are not offline.
    void counted(int online) {
        known = true;
        int needed = steps(online);
        if (needed > steps || steps(online * SHRUNK) < steps) {
            steps = needed;
        }
    }

    private int steps(double online) {
        int most = (int) Limits.LONGEST_HEARTBEAT.dividedBy(Limits.HEARTBEAT);
        return Math.clamp((long) Math.ceil(online / nodesAStep), 1, most);
    }

    /// What is wanted of each node.
    Duration interval() {
        return Limits.HEARTBEAT.multipliedBy(steps);
    }

    /// Whether a node is to be asked for another interval than it announces: for a longer one, or
    /// for a shorter one where it was asked for a longer one before.
    boolean asksOf(Duration announced) {
        int difference = announced.compareTo(interval());
        return known && (difference > 0 || difference < 0 && steps > 1);
    }
}
