package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.protocol.JobId;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;

/// Which node holds which jobs, and until when it may be silent about them.
final class Holdings {
    /// An award this young may not be known to the heartbeat that was on its way.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// How long what a node sent before its connection ended may still be on its way.
    private static final Duration LAST_WORDS = Duration.ofMillis(300);

    /// How long a node may be silent of which it is not sure whether it has left: if it has not,
    /// its next heartbeat comes meanwhile.
    private static final Duration DOUBT = Limits.HEARTBEAT.plus(LAST_WORDS);

    private final CoreSettings settings;
    private final NodeTable nodes;
    private final Map<NodeId, Map<JobId, OpenJob>> byNode = new HashMap<>();

    /// In the order in which leases are to be looked at. A lease that is renewed stays where it is
    /// until then: a heartbeat costs little for each job that it names.
    private final Agenda leases = new Agenda(job -> job.leaseSeen);

    Holdings(CoreSettings settings, NodeTable nodes) {
        this.settings = settings;
        this.nodes = nodes;
    }

    void add(NodeId node, OpenJob job, Instant now) {
        byNode.computeIfAbsent(node, _ -> new LinkedHashMap<>()).put(job.id(), job);
        job.heldSince = now;
        job.unnamed = 0;
        job.lastWords = mayHaveLeft(node);
        job.leaseUntil = leaseOf(node, now);
        job.leaseSeen = job.leaseUntil;
        leases.add(job);
    }

    /// Gives a whole lease from now on; to a node whose connection has ended, no more than what its
    /// last words take, or where that is in doubt its next heartbeat.
    void renew(OpenJob job, NodeId node, Instant now) {
        job.lastWords = mayHaveLeft(node);
        lease(job, leaseOf(node, now));
    }

    /// The same for every job that is with a node, whatever the clock said before.
    void renewAll(Instant now) {
        byNode.forEach(
                (node, jobs) ->
                        jobs.values()
                                .forEach(
                                        job -> {
                                            job.heldSince = now;
                                            renew(job, node, now);
                                        }));
    }

    private boolean mayHaveLeft(NodeId node) {
        return nodes.hasDeparted(node) || nodes.isDoubted(node);
    }

    private Instant leaseOf(NodeId node, Instant now) {
        if (nodes.isDoubted(node)) {
            return now.plus(DOUBT);
        }
        return now.plus(nodes.hasDeparted(node) ? LAST_WORDS : settings.lease());
    }

    private void lease(OpenJob job, Instant until) {
        job.leaseUntil = until;
        if (until.isBefore(job.leaseSeen)) {
            see(job);
        }
    }

    private void see(OpenJob job) {
        leases.remove(job);
        job.leaseSeen = job.leaseUntil;
        leases.add(job);
    }

    void remove(NodeId node, OpenJob job) {
        leases.remove(job);
        Map<JobId, OpenJob> held = byNode.get(node);
        if (held != null && held.remove(job.id()) != null && held.isEmpty()) {
            byNode.remove(node);
        }
    }

    /// What a node should hold and its heartbeats do not name: at once where it restarted,
    /// otherwise from the second in a row on. Of what it holds for so short a time that the
    /// heartbeat may not know it, or that the core does since its own start, a restart is the first
    /// in a row.
    List<OpenJob> unnamed(Delivery<Heartbeat> delivery, Set<AttemptRef> named, boolean restarted) {
        var unnamed = new ArrayList<OpenJob>();
        for (OpenJob job : of(delivery.message().node())) {
            boolean missing = !named.contains(new AttemptRef(job.id(), job.state.attempt()));
            boolean silent = missing && job.heldSince.plus(GRACE).isBefore(delivery.at());
            job.unnamed = silent || missing && restarted ? job.unnamed + 1 : 0;
            if (silent && (restarted || job.unnamed >= 2)) {
                unnamed.add(job);
            }
        }
        return unnamed;
    }

    private List<OpenJob> of(NodeId node) {
        return new ArrayList<>(byNode.getOrDefault(node, Map.of()).values());
    }

    /// A node's connection has ended, or it is in doubt whether it was that of this life: leases on
    /// what it holds end accordingly.
    void shorten(NodeId node, Instant now) {
        Instant until = now.plus(nodes.isDoubted(node) ? DOUBT : LAST_WORDS);
        for (OpenJob job : of(node)) {
            if (until.isBefore(job.leaseUntil)) {
                job.lastWords = true;
                lease(job, until);
            }
        }
    }

    /// Those whose lease is over.
    List<OpenJob> overdue(Instant now) {
        var overdue = new ArrayList<OpenJob>();
        for (OpenJob job : leases.due(now)) {
            if (job.leaseUntil.isAfter(now)) {
                see(job);
            } else {
                overdue.add(job);
            }
        }
        return overdue;
    }

    /// Why a job is overdue.
    String silence(OpenJob job) {
        return job.lastWords
                ? "its node's connection ended"
                : "its lease was not renewed for " + settings.lease();
    }
}
