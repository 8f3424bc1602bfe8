package mesh.core.engine;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import mesh.protocol.NodeId;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;

/// The nodes that were asked to drain and have not said yet that they do.
final class Drains {
    private final Set<NodeId> asked = new HashSet<>();

    Control ask(NodeId node) {
        asked.add(node);
        return Control.drain(node);
    }

    /// What to say to a node after its heartbeat: the same again, where it was not heard.
    Optional<Control> heard(Heartbeat heartbeat, boolean restarted) {
        if (restarted || heartbeat.draining()) {
            asked.remove(heartbeat.node());
        }
        return asked.contains(heartbeat.node())
                ? Optional.of(Control.drain(heartbeat.node()))
                : Optional.empty();
    }
}
