package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.core.job.JobState;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;

/// Which node holds which jobs, and until when it may be silent about them.
final class Holdings {
    /// An award this young may not be known to the heartbeat that was on its way.
    private static final Duration GRACE = Duration.ofSeconds(2);

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

    /// What a node should hold and its heartbeats do not name: at once where it restarted,
    /// otherwise from the second in a row on.
    List<OpenJob> unnamed(Delivery<Heartbeat> delivery, Set<AttemptRef> named, boolean restarted) {
        var unnamed = new ArrayList<OpenJob>();
        for (OpenJob job : of(delivery.message().node())) {
            boolean silent =
                    !named.contains(new AttemptRef(job.id(), job.state.attempt()))
                            && job.heldSince.plus(GRACE).isBefore(delivery.at());
            job.unnamed = silent ? job.unnamed + 1 : 0;
            if (silent && (restarted || job.unnamed >= 2)) {
                unnamed.add(job);
            }
        }
        return unnamed;
    }

    private List<OpenJob> of(NodeId node) {
        return new ArrayList<>(byNode.getOrDefault(node, Map.of()).values());
    }

    /// Lets the leases of what a node holds end at a time, if they do not end before.
    void shorten(NodeId node, Instant until) {
        for (OpenJob job : of(node)) {
            job.leaseUntil = job.leaseUntil.isBefore(until) ? job.leaseUntil : until;
        }
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
