package mesh.worker.node;

import java.util.List;
import mesh.protocol.message.AttemptRef;

/// The newest attempt whose settlement the broker took.
///
/// The core may be far behind in reading settlements, while it reads heartbeats at once. What a
/// node had and names no more looks lost to it then, and would be done twice. So each heartbeat
/// names the newest settlement: as long as the core has not read that one, those before it may be
/// on their way as well, and it misses nothing of this node. However fast a node settles, one name
/// is enough.
public final class Settled {
    private List<AttemptRef> newest = List.of();

    /// The broker took these settlements, in this order.
    public void add(List<AttemptRef> attempts) {
        if (!attempts.isEmpty()) {
            newest = List.of(attempts.getLast());
        }
    }

    /// What a heartbeat names as settled: one attempt, or none before the first.
    public List<AttemptRef> named() {
        return newest;
    }
}
