package mesh.lab.chaos.plan;

import java.time.Duration;
import mesh.protocol.Limits;

/// One thing that is done to the mesh.
///
/// @param number from 1, in the order of time
/// @param at after the start of the load
/// @param node which node, from 0; -1 where it is not about one
/// @param lasts until what was killed is started again, what hangs goes on, what is cut heals
/// @param cut how, for a partition; null otherwise
/// @param delay one way, for a slow connection; zero otherwise
public record Fault(
        int number,
        Duration at,
        FaultKind kind,
        int node,
        Duration lasts,
        Cut cut,
        Duration delay) {

    /// Whether it outlasts the lease, so that the core has to take back what the node holds.
    public boolean outlastsLease() {
        return lasts.compareTo(Limits.LEASE) > 0;
    }

    /// In one line, for people.
    public String text() {
        String what =
                switch (kind) {
                    case KILL_NODE -> "kill -9 node n%d, again after %s";
                    case KILL_CORE -> "kill -9 core, again after %2$s";
                    case KILL_AUCTION -> "kill -9 auction, again after %2$s";
                    case KILL_BROKER -> "kill -9 broker, again after %2$s";
                    case KILL_ALL -> "kill -9 everything, again after %2$s";
                    case HANG -> "SIGSTOP node n%d for %s";
                    case PARTITION -> "cut node n%d off %3$s for %2$s";
                    case SLOW -> "delay node n%d by %4$s each way for %2$s";
                };
        return "%3d  %7s  "
                .formatted(number, seconds(at))
                .concat(what.formatted(node + 1, seconds(lasts), cut, seconds(delay)));
    }

    private static String seconds(Duration duration) {
        return "%.2f s".formatted(duration.toMillis() / 1000.0);
    }
}
