package mesh.lab.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import mesh.lab.sim.check.Watch;
import mesh.lab.sim.time.Chance;
import mesh.lab.sim.time.Timeline;
import mesh.lab.sim.wire.Owner;
import mesh.lab.sim.wire.SteppedBroker;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Message;
import mesh.protocol.message.Settlement;

/// Somebody on the wire who says what is not so: settles attempts that are another's, old, or over,
/// and assigns jobs to nodes that cannot run them.
final class Stranger implements Owner {
    /// By then everyone has heard of it.
    private static final long LONG = 12 * Timeline.SECOND;

    private static final Json FORGED = new Json("\"forged\"");

    private final Watch watch;
    private final List<NodePlan> nodes;
    private final Chance chance;
    private final Timeline timeline;
    private final Link link;

    /// Whether a node drains by all that the core and the auction know, and will.
    private final Predicate<NodeId> drains;

    /// Since when those do that are known to.
    private final Map<NodeId, Long> draining = new HashMap<>();

    Stranger(
            Watch watch,
            List<NodePlan> nodes,
            Chance chance,
            Timeline timeline,
            SteppedBroker broker,
            Predicate<NodeId> drains) {
        this.drains = drains;
        this.watch = watch;
        this.nodes = nodes;
        this.chance = chance;
        this.timeline = timeline;
        this.link = broker.connect(this);
    }

    void speak() {
        List<JobId> jobs = watch.allJobs();
        if (jobs.isEmpty()) {
            return;
        }
        Optional<Message> drained = ofWhoDrained();
        if (drained.isPresent() && chance.hits(0.7)) {
            send(drained.get());
            return;
        }
        JobId job = chance.hits(0.1) ? unknown() : chance.pick(jobs);
        int attempt = watch.attempt(job);
        NodeId holder = watch.holder(job).orElse(null);
        Message lie;
        if (chance.hits(0.3)) {
            lie = wrongAssignment(job, attempt);
        } else if (holder == null && chance.hits(0.5)) {
            lie = settlement(job, attempt + 1, whoCannot(job).orElse(new NodeId("stranger")));
        } else if (holder != null && chance.hits(0.6)) {
            lie = settlement(job, attempt, anyBut(holder));
        } else if (attempt > 1) {
            lie = settlement(job, chance.between(1, attempt - 1), chance.pick(nodes).id());
        } else if (watch.plan(job).isEmpty() || !watch.openJobs().contains(job)) {
            lie = settlement(job, Math.max(1, attempt), chance.pick(nodes).id());
        } else {
            lie = settlement(job, attempt + 5, chance.pick(nodes).id());
        }
        send(lie);
    }

    private void send(Message lie) {
        try {
            link.send(List.of(lie));
        } catch (LinkException away) {
            // Nobody waits for it.
        }
    }

    /// A settlement of a node that had long been draining when the attempt was put on offer.
    private Optional<Message> ofWhoDrained() {
        long now = timeline.now();
        for (NodePlan node : nodes) {
            if (drains.test(node.id())) {
                draining.putIfAbsent(node.id(), now);
            } else {
                draining.remove(node.id());
            }
        }
        for (JobId job : watch.openJobs()) {
            var next = new AttemptRef(job, watch.attempt(job) + 1);
            long since = watch.offeredSince(next).orElse(0L);
            for (NodePlan node : nodes) {
                boolean before = draining.getOrDefault(node.id(), now) + LONG < since;
                if (before
                        && watch.holder(job).isEmpty()
                        && watch.plan(job).orElseThrow().runsOn(node)) {
                    return Optional.of(settlement(job, next.attempt(), node.id()));
                }
            }
        }
        return Optional.empty();
    }

    private JobId unknown() {
        return JobId.make(timeline.instant(), chance.generator());
    }

    private NodeId anyBut(NodeId holder) {
        List<NodeId> others =
                nodes.stream().map(NodePlan::id).filter(id -> !id.equals(holder)).toList();
        return others.isEmpty() ? new NodeId("stranger") : chance.pick(others);
    }

    private Optional<NodeId> whoCannot(JobId job) {
        return watch.plan(job)
                .flatMap(
                        plan ->
                                nodes.stream()
                                        .filter(node -> !plan.runsOn(node))
                                        .map(NodePlan::id)
                                        .findFirst());
    }

    private static Settlement settlement(JobId job, int attempt, NodeId node) {
        return Settlement.succeeded(new AttemptRef(job, attempt), node, FORGED, null);
    }

    /// Says that a node won what it cannot run; where all can, that an ended job's is not over.
    private Message wrongAssignment(JobId job, int attempt) {
        JobPlan plan = watch.plan(job).orElse(null);
        NodeId node = whoCannot(job).orElse(null);
        if (node == null) {
            return settlement(job, attempt + 5, chance.pick(nodes).id());
        }
        return new Assignment(
                job,
                attempt + 1,
                node,
                plan.type(),
                plan.want().needs(),
                plan.priority(),
                null,
                plan.payload(),
                null);
    }

    @Override
    public String name() {
        return "stranger";
    }

    @Override
    public boolean runs() {
        return true;
    }

    @Override
    public boolean hangs() {
        return false;
    }

    @Override
    public void about(Moment moment) {
        // Nothing happens to strangers.
    }

    @Override
    public void acted() {
        // It hears nothing.
    }
}
