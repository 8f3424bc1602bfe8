package mesh.protocol.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.protocol.NodeId;
import mesh.protocol.message.Heartbeat;

/// The newest heartbeat of each node that was read and that nobody has decided about yet. To read
/// them waits for no decision, and every decision begins with all that are here: so a node whose
/// heartbeat was read is not taken for silent, however much else waits, and however many come, a
/// decision sees one of a node. Those of at most {@value #MOST} nodes wait; of a node that is among
/// them the newest is always taken. For use by many threads.
public final class NewestHeartbeats {
    public static final int MOST = 10_000;

    /// In the order in which their nodes were heard.
    private final Map<NodeId, Delivery<Heartbeat>> newest = new LinkedHashMap<>();

    public synchronized void add(List<Delivery<Heartbeat>> batch) {
        for (Delivery<Heartbeat> one : batch) {
            NodeId node = one.message().node();
            Delivery<Heartbeat> before = newest.get(node);
            if (before == null ? newest.size() < MOST : !isOlder(one, before)) {
                newest.put(node, one);
            }
        }
    }

    private static boolean isOlder(Delivery<Heartbeat> one, Delivery<Heartbeat> before) {
        return one.message().incarnation().equals(before.message().incarnation())
                ? one.message().seq() < before.message().seq()
                : one.at().isBefore(before.at());
    }

    /// All of them, which are not here any more.
    public synchronized List<Delivery<Heartbeat>> take() {
        if (newest.isEmpty()) {
            return List.of();
        }
        var taken = new ArrayList<>(newest.values());
        newest.clear();
        return taken;
    }
}
