package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import mesh.core.job.JobState;
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

    /// How far apart two heartbeats are by the broker's clock that both count: settlements that
    /// were taken before the last one of the first may be read a little later than that one.
    private static final Duration APART = Duration.ofSeconds(2);

    /// How long a settlement may be on its way to the core.
    static final Duration LONGEST_WAY = Duration.ofMinutes(10);

    /// The newest settlement of a node that is not read yet, and when the broker had the heartbeat
    /// that named it.
    private record Unread(AttemptRef settled, Instant at) {}

    private final CoreSettings settings;
    private final NodeTable nodes;
    private final Map<NodeId, Map<JobId, OpenJob>> byNode = new HashMap<>();

    /// Of nodes that hold something.
    private final Map<NodeId, Unread> unread = new HashMap<>();

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
        job.missed = 0;
        job.unnamedSince = null;
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
            return now.plus(nodes.patience(node, DOUBT));
        }
        return now.plus(
                nodes.hasDeparted(node) ? LAST_WORDS : nodes.patience(node, settings.lease()));
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
            unread.remove(node);
        }
    }

    /// What a node should hold and its heartbeats do not name: at once where it restarted,
    /// otherwise from the second in a row on. Of what it holds for so short a time that the
    /// heartbeat may not know it, or that the core does since its own start, a restart is the first
    /// in a row.
    ///
    /// What a node has settled it names no more, and the core may be far behind in reading
    /// settlements. As long as one of them may be on its way the lease is renewed instead.
    ///
    /// @param isUnread whether the settlement of an attempt is not read yet
    List<OpenJob> unnamed(
            Delivery<Heartbeat> delivery,
            Set<AttemptRef> named,
            boolean restarted,
            Predicate<AttemptRef> isUnread,
            Instant now) {
        NodeId node = delivery.message().node();
        List<OpenJob> held = of(node);
        if (held.isEmpty() || delivery.message().partly()) {
            return List.of();
        }
        Instant readTo = readTo(delivery, isUnread);
        var unnamed = new ArrayList<OpenJob>();
        for (OpenJob job : held) {
            boolean missing = !named.contains(new AttemptRef(job.id(), job.state.attempt()));
            boolean silent = missing && job.heldSince.plus(GRACE).isBefore(delivery.at());
            if (!missing || !silent && !restarted) {
                job.unnamedSince = null;
                job.missed = 0;
                continue;
            }
            job.unnamedSince = job.unnamedSince == null ? delivery.at() : job.unnamedSince;
            boolean behind =
                    readTo.isBefore(delivery.at())
                            && job.unnamedSince.plus(LONGEST_WAY).isAfter(delivery.at());
            if (behind) {
                renew(job, node, now);
            }
            boolean missed = miss(job, behind ? readTo : delivery.at());
            boolean gone = restarted ? !behind : missed && job.missed >= 2;
            if (silent && gone) {
                unnamed.add(job);
            }
        }
        return unnamed;
    }

    /// Counts a heartbeat that did not name a job, if its node has not settled it before.
    ///
    /// @param readTo up to when the settlements of the node are read
    /// @return whether it counts
    private static boolean miss(OpenJob job, Instant readTo) {
        if (job.unnamedSince.isAfter(readTo)
                || job.missed > 0 && job.missedAt.plus(APART).isAfter(readTo)) {
            return false;
        }
        job.missed++;
        job.missedAt = readTo;
        return true;
    }

    /// Up to which heartbeat of a node the settlements are read that the broker took before it: a
    /// node's settlements are read in about the order in which the broker took them.
    private Instant readTo(Delivery<Heartbeat> delivery, Predicate<AttemptRef> isUnread) {
        NodeId node = delivery.message().node();
        List<AttemptRef> settled = delivery.message().settled();
        Unread before = unread.get(node);
        if (before != null
                && isUnread.test(before.settled())
                && before.at().plus(LONGEST_WAY).isAfter(delivery.at())) {
            return Instant.MIN;
        }
        if (settled.isEmpty() || !isUnread.test(settled.getLast())) {
            unread.remove(node);
            return delivery.at();
        }
        unread.put(node, new Unread(settled.getLast(), delivery.at()));
        return before == null ? Instant.MIN : before.at();
    }

    private List<OpenJob> of(NodeId node) {
        return new ArrayList<>(byNode.getOrDefault(node, Map.of()).values());
    }

    /// A node's connection has ended, or it is in doubt whether it was that of this life: leases on
    /// what it holds end accordingly.
    void shorten(NodeId node, Instant now) {
        Instant until = now.plus(nodes.isDoubted(node) ? nodes.patience(node, DOUBT) : LAST_WORDS);
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
                : "its lease was not renewed for " + leaseOf(job);
    }

    private Duration leaseOf(OpenJob job) {
        return job.state instanceof JobState.Held held
                ? nodes.patience(held.node(), settings.lease())
                : settings.lease();
    }
}
