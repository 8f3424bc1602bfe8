package mesh.protocol.link;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Capabilities;

/// What a broker's filter can read of a record, beside its body, and the filters that read it.
/// Values are strings, longs and booleans; names are selector identifiers. Records with equal
/// properties may share a message.
public final class Properties {
    private static final String NODE = "node";
    private static final String TYPE = "type";
    private static final String CAPABILITY = "cap_";

    private Properties() {}

    /// The properties of a record, in the order of their names.
    ///
    /// A heartbeat shows what its node has: `cap_gpu` is a number, `cap_python` a version as a
    /// number (3.11.7 is 300110007), `cap_region` a text. An assignment shows the least that its
    /// job needs: whole numbers and sizes as `cap_`, versions as `ver_`, so that `>= 3` and `>=
    /// 3.9` are not mistaken for each other.
    public static Map<String, Object> of(Message message) {
        var properties = new TreeMap<String, Object>();
        switch (message) {
            case Heartbeat heartbeat -> {
                properties.put(NODE, heartbeat.node().value());
                heartbeat
                        .capabilities()
                        .filterable()
                        .forEach((name, value) -> properties.put(CAPABILITY + name, value));
            }
            case Assignment assignment -> {
                properties.put(NODE, assignment.node().value());
                properties.put(TYPE, assignment.type().capability());
                assignment.needs().lowerBounds().forEach(properties::put);
            }
            case Control control -> {
                if (control.node() != null) {
                    properties.put(NODE, control.node().value());
                }
            }
            case Offer _, Award _, Settlement _, Progress _, Quarantined _ -> {}
        }
        return properties;
    }

    /// What two records have in common that may share a message: their address, whether they are
    /// persistent, and all that their properties are made of. It is cheaper to find than those.
    public static Object kind(Message message) {
        return switch (message) {
            case Assignment assignment ->
                    new AssignmentKind(
                            assignment.node(), assignment.type(), assignment.needs().lowerBounds());
            case Control control -> new ControlKind(control.node());
            case Heartbeat heartbeat ->
                    new HeartbeatKind(heartbeat.node(), heartbeat.capabilities());
            case Progress progress -> new ProgressKind(progress.persistent());
            case Offer _, Award _, Settlement _, Quarantined _ -> message.getClass();
        };
    }

    private record AssignmentKind(NodeId node, JobType type, Map<String, Long> bounds) {}

    private record ProgressKind(boolean persistent) {}

    private record ControlKind(NodeId node) {}

    private record HeartbeatKind(NodeId node, Capabilities capabilities) {}

    static String nodeSelector(NodeId node) {
        return NODE + " = '" + node.value() + "'";
    }

    /// Lets through what is meant for this node, or for all.
    static String controlSelector(NodeId node) {
        return nodeSelector(node) + " OR " + NODE + " IS NULL";
    }

    /// Lets through what is meant for this node, of a type that it runs, and asks for no more than
    /// it has.
    static String assignmentSelector(NodeId node, Capabilities capabilities) {
        String types =
                capabilities.types().stream()
                        .sorted()
                        .map(type -> "'" + type + "'")
                        .collect(Collectors.joining(", "));
        var selector = new StringBuilder(nodeSelector(node));
        if (!types.isEmpty()) {
            selector.append(" AND ").append(TYPE).append(" IN (").append(types).append(')');
        }
        new TreeMap<>(capabilities.upperBounds())
                .forEach(
                        (bound, most) ->
                                selector.append(
                                        " AND (%s IS NULL OR %s <= %d)"
                                                .formatted(bound, bound, most)));
        return selector.toString();
    }
}
