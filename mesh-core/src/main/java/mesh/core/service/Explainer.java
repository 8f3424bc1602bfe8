package mesh.core.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mesh.core.EventView;
import mesh.core.JobView;
import mesh.core.NodeView;
import mesh.core.Why;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.core.job.StateName;
import mesh.protocol.JobType;
import mesh.protocol.needs.Needs;

/// Says why a job is not running, from the nodes that the core knows and what the job needs. Pure.
final class Explainer {
    private Explainer() {}

    /// For a job that there is.
    ///
    /// @param log its events, all of them
    static Why explain(JobView job, List<EventView> log, List<NodeView> nodes, Instant now) {
        JobState state = Lifecycle.fold(log.stream().map(EventView::fact).toList());
        return switch (state) {
            case JobState.Queued queued when queued.waits(now) ->
                    new Why(
                            queued.name(),
                            queued.attempt() == 0 ? "delayed" : "backing-off",
                            waiting(queued, log.getLast()) + ownFault(queued),
                            "wait until " + queued.notBefore(),
                            reasons(job.type(), job.needs(), nodes));
            case JobState.Queued queued -> {
                Why why = explain(queued.name(), job.type(), job.needs(), nodes);
                yield new Why(
                        why.state(),
                        why.code(),
                        why.summary() + ownFault(queued),
                        why.change(),
                        why.nodes());
            }
            case JobState.Held held ->
                    new Why(
                            held.name(),
                            "runs",
                            "attempt %d is with node %s".formatted(held.attempt(), held.node())
                                    + ownFault(held),
                            "",
                            List.of());
            case JobState.Succeeded _,
                    JobState.Failed _,
                    JobState.Expired _,
                    JobState.Cancelled _ ->
                    new Why(
                            state.name(),
                            "ended",
                            "it has " + state.name().wireName(),
                            "",
                            List.of());
        };
    }

    private static String waiting(JobState.Queued queued, EventView last) {
        if (queued.attempt() == 0) {
            return "it is not to start before " + queued.notBefore();
        }
        String what = last.error() == null ? "was lost" : "failed";
        String why = last.error() == null ? last.reason() : last.error().message();
        return "attempt %d %s on node %s: %s; after failure %d the next one waits until %s"
                .formatted(
                        queued.attempt(),
                        what,
                        last.node(),
                        why,
                        queued.history().failures(),
                        queued.notBefore());
    }

    private static String ownFault(JobState.Open state) {
        return state.history().ownFault()
                ? "; it failed on %d distinct nodes, so the fault is taken to be its own"
                        .formatted(state.history().failedOn().size())
                : "";
    }

    private static List<Why.NodeReason> reasons(JobType type, Needs needs, List<NodeView> nodes) {
        return nodes.stream().map(node -> reason(node, type, needs)).toList();
    }

    /// For a job that waits, or one that is only thought of.
    static Why explain(StateName state, JobType type, Needs needs, List<NodeView> nodes) {
        List<Why.NodeReason> reasons = reasons(type, needs, nodes);
        long capable = reasons.stream().filter(Why.NodeReason::capable).count();
        long ready = count(reasons, "capable");
        long full = count(reasons, "full");
        if (ready > 0) {
            String could = ready == 1 ? "1 node could" : ready + " nodes could";
            return new Why(
                    state,
                    "awaiting-award",
                    could + " take it now" + (state == null ? "" : "; the auction is at it"),
                    "",
                    reasons);
        }
        if (full > 0) {
            return new Why(
                    state,
                    "no-free-slot",
                    "every node that can run it is busy (%d of %d)".formatted(full, nodes.size()),
                    "wait for a slot, give it a higher priority, or add slots",
                    reasons);
        }
        if (capable > 0) {
            return new Why(
                    state,
                    "no-capable-node",
                    "the nodes that can run it are offline, suspect or draining (%d of %d)"
                            .formatted(capable, nodes.size()),
                    "bring one of them back: "
                            + String.join(
                                    ", ",
                                    reasons.stream()
                                            .filter(Why.NodeReason::capable)
                                            .limit(5)
                                            .map(reason -> reason.node().value())
                                            .toList()),
                    reasons);
        }
        return new Why(
                state, "no-capable-node", summary(type, needs, nodes), change(reasons), reasons);
    }

    private static String summary(JobType type, Needs needs, List<NodeView> nodes) {
        String wanted = "type " + type + (needs.selector().isEmpty() ? "" : " and " + needs);
        return nodes.isEmpty()
                ? "no node has joined yet"
                : "none of %d nodes satisfies %s".formatted(nodes.size(), wanted);
    }

    /// The node that lacks the least, preferring one that is online.
    private static String change(List<Why.NodeReason> reasons) {
        return reasons.stream()
                .min(
                        Comparator.comparing(
                                        (Why.NodeReason r) ->
                                                !r.reason().equals("lacks-capability"))
                                .thenComparing(r -> r.missing().size())
                                .thenComparing(Why.NodeReason::node))
                .map(
                        nearest ->
                                "on node %s: %s"
                                        .formatted(
                                                nearest.node(),
                                                String.join(" and ", nearest.missing())))
                .orElse("start a node: ./mesh worker --name NAME");
    }

    private static long count(List<Why.NodeReason> reasons, String reason) {
        return reasons.stream().filter(r -> r.reason().equals(reason)).count();
    }

    private static Why.NodeReason reason(NodeView node, JobType type, Needs needs) {
        var missing = new ArrayList<>(needs.unsatisfied(node.capabilities()));
        if (!node.capabilities().asMap().containsKey(type.capability())) {
            missing.addFirst("a handler for type " + type);
        }
        boolean capable = missing.isEmpty();
        String reason =
                switch (node.state()) {
                    case OFFLINE -> "offline";
                    case SUSPECT -> "suspect";
                    case DRAINING -> capable ? "draining" : "lacks-capability";
                    case ONLINE ->
                            !capable
                                    ? "lacks-capability"
                                    : node.busy() >= node.slots() ? "full" : "capable";
                };
        return new Why.NodeReason(node.id(), capable, reason, missing);
    }
}
