package mesh.core.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.core.job.JobState;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;

/// Which node holds which jobs, and until when it may be silent about them.
final class Holdings {
    private final Map<NodeId, Map<JobId, OpenJob>> byNode = new HashMap<>();

    void add(NodeId node, OpenJob job) {
        byNode.computeIfAbsent(node, _ -> new LinkedHashMap<>()).put(job.id(), job);
    }

    void remove(NodeId node, OpenJob job) {
        Map<JobId, OpenJob> held = byNode.get(node);
        if (held != null && held.remove(job.id()) != null && held.isEmpty()) {
            byNode.remove(node);
        }
    }

    List<OpenJob> of(NodeId node) {
        return new ArrayList<>(byNode.getOrDefault(node, Map.of()).values());
    }

    /// Those whose lease is over.
    List<OpenJob> overdue(Instant now) {
        var overdue = new ArrayList<OpenJob>();
        for (Map<JobId, OpenJob> held : byNode.values()) {
            for (OpenJob job : held.values()) {
                if (job.state instanceof JobState.Held && !job.leaseUntil.isAfter(now)) {
                    overdue.add(job);
                }
            }
        }
        return overdue;
    }
}
