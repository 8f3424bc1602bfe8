package mesh.lab.sim.check;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.core.store.Writes;
import mesh.lab.sim.JobPlan;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Settlement;

/// All that the watchers know: the jobs on the disk, and what nodes and auctions have really said.
final class Books {
    private final List<JobPlan> plans;
    private final Map<JobId, JobBook> jobs = new LinkedHashMap<>();
    private final Map<JobId, JobBook> open = new LinkedHashMap<>();

    /// Settlements that nodes decided on, whether they were sent or not.
    private final Map<AttemptRef, Map<NodeId, Settlement>> settled = new HashMap<>();

    private final Map<AttemptRef, Map<NodeId, Instant>> taken = new HashMap<>();
    private final Set<Sent> unread = new HashSet<>();
    private final Map<AttemptRef, Set<NodeId>> awarded = new HashMap<>();
    private final Map<AttemptRef, Set<NodeId>> ran = new HashMap<>();

    /// When each attempt was first offered.
    private final Map<AttemptRef, Long> offered = new HashMap<>();

    private record Sent(AttemptRef attempt, NodeId node) {}

    Books(List<JobPlan> plans) {
        this.plans = plans;
    }

    JobBook admit(Writes.Admitted admitted) {
        JobPlan plan = plans.get(JobPlan.number(admitted.payload()));
        var job = new JobBook(admitted.spec(), plan);
        jobs.put(admitted.spec().id(), job);
        open.put(admitted.spec().id(), job);
        return job;
    }

    Optional<JobBook> job(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    Collection<JobBook> jobs() {
        return jobs.values();
    }

    /// Those that have not ended.
    Collection<JobBook> open() {
        return open.values();
    }

    void ended(JobBook job) {
        open.remove(job.spec.id());
    }

    void settles(Settlement settlement) {
        settled.computeIfAbsent(settlement.ref(), _ -> new HashMap<>())
                .put(settlement.node(), settlement);
    }

    /// What this node decided to say of the end of this attempt.
    Optional<Settlement> settlement(AttemptRef attempt, NodeId node) {
        return Optional.ofNullable(settled.getOrDefault(attempt, Map.of()).get(node));
    }

    /// The broker took the settlement of an attempt.
    void taken(AttemptRef attempt, NodeId node, Instant at) {
        if (taken.computeIfAbsent(attempt, _ -> new HashMap<>()).putIfAbsent(node, at) == null) {
            unread.add(new Sent(attempt, node));
        }
    }

    /// When the broker took this node's settlement of this attempt first; empty where it has not.
    Optional<Instant> takenAt(AttemptRef attempt, NodeId node) {
        return Optional.ofNullable(taken.getOrDefault(attempt, Map.of()).get(node));
    }

    /// The core has read this settlement.
    void reads(Settlement settlement) {
        unread.remove(new Sent(settlement.ref(), settlement.node()));
    }

    /// Whether the broker took this node's settlement of this attempt and the core has not read it.
    boolean isUnread(AttemptRef attempt, NodeId node) {
        return unread.contains(new Sent(attempt, node));
    }

    void awards(AttemptRef attempt, NodeId node) {
        awarded.computeIfAbsent(attempt, _ -> new HashSet<>()).add(node);
    }

    void runs(AttemptRef attempt, NodeId node) {
        ran.computeIfAbsent(attempt, _ -> new HashSet<>()).add(node);
    }

    void offers(AttemptRef attempt, long now) {
        offered.putIfAbsent(attempt, now);
    }

    /// When it was first offered; empty where it never was.
    Optional<Long> offeredSince(AttemptRef attempt) {
        return Optional.ofNullable(offered.get(attempt));
    }

    /// Whether the core ever offered this attempt: whoever names one before that made it up.
    boolean wasOffered(AttemptRef attempt) {
        return offered.containsKey(attempt);
    }

    /// Whether an auction awarded this attempt to this node, or the node had it anyway.
    boolean hadIt(AttemptRef attempt, NodeId node) {
        return awarded.getOrDefault(attempt, Set.of()).contains(node)
                || ran.getOrDefault(attempt, Set.of()).contains(node)
                || settlement(attempt, node).isPresent();
    }
}
