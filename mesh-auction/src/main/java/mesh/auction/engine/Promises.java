package mesh.auction.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;

/// The probes of which the core was asked for the whole, and the slots that are thought of for
/// them. So no more work is on its way than there is room for. Nothing is kept free for them:
/// another offer takes the slot meanwhile, and the whole then is first in the queue for the next.
final class Promises {
    /// How long the whole may take to come; then the core is asked again.
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private record Promise(PendingOffer pending, NodeId node, Instant at) {}

    private final LinkedHashMap<JobId, Promise> byJob = new LinkedHashMap<>();
    private final Map<NodeId, Integer> byNode = new HashMap<>();

    void make(PendingOffer pending, NodeId node, Instant now) {
        byJob.putLast(pending.offer().job(), new Promise(pending, node, now));
        byNode.merge(node, 1, Integer::sum);
    }

    /// How many slots of a node are thought of.
    int of(NodeId node) {
        return byNode.getOrDefault(node, 0);
    }

    /// The whole came, or the offer waits no more.
    void drop(PendingOffer pending) {
        Promise promise = byJob.remove(pending.offer().job());
        if (promise != null) {
            byNode.computeIfPresent(promise.node(), (_, many) -> many == 1 ? null : many - 1);
        }
    }

    /// Takes out the probes of which the whole did not come.
    List<PendingOffer> expired(Instant now) {
        var expired = new ArrayList<PendingOffer>();
        Instant before = now.minus(PATIENCE);
        while (!byJob.isEmpty() && !byJob.firstEntry().getValue().at().isAfter(before)) {
            PendingOffer pending = byJob.firstEntry().getValue().pending();
            drop(pending);
            expired.add(pending);
        }
        return expired;
    }
}
