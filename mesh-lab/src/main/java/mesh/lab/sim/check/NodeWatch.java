package mesh.lab.sim.check;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.core.job.StateName;
import mesh.lab.sim.JobPlan;
import mesh.lab.sim.NodePlan;
import mesh.lab.sim.time.Timeline;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;

/// Watches what really runs on the nodes.
final class NodeWatch {
    /// Two heartbeats and what the words take: by then the core has told a node to stop what is not
    /// its own, when nothing goes wrong.
    private static final long PATIENCE = 13 * Timeline.SECOND;

    /// What it may take until a job that could run does: a heartbeat of its node, the repeat of an
    /// offer that was lost, and a word on a probe that was, several times over.
    private static final long IDLENESS = 60 * Timeline.SECOND;

    private record Running(NodeId node, AttemptRef attempt) {}

    private final Books books;
    private final Verdict verdict;
    private final Map<Running, Long> running = new LinkedHashMap<>();
    private final Map<NodeId, Set<AttemptRef>> ran = new HashMap<>();

    /// Since when nothing runs though something could; negative where that is not so.
    private long idleSince = -1;

    NodeWatch(Books books, Verdict verdict) {
        this.books = books;
        this.verdict = verdict;
    }

    void starts(NodePlan node) {
        ran.put(node.id(), new HashSet<>());
    }

    void dies(NodePlan node) {
        running.keySet().removeIf(one -> one.node().equals(node.id()));
    }

    void runs(NodePlan node, AttemptRef attempt, JobPlan job) {
        books.runs(attempt, node.id());
        must(job.runsOn(node), Invariant.RUNS_WHAT_IT_CAN, node, attempt, "which it cannot");
        must(ran.get(node.id()).add(attempt), Invariant.RUNS_ONCE, node, attempt, "again");
        running.put(new Running(node.id(), attempt), -1L);
        long busy = running.keySet().stream().filter(one -> one.node().equals(node.id())).count();
        must(
                busy <= node.slots(),
                Invariant.RUNS_WHAT_IT_CAN,
                node,
                attempt,
                "its " + busy + "th at once");
    }

    void ends(NodePlan node, AttemptRef attempt) {
        running.remove(new Running(node.id(), attempt));
    }

    private void must(
            boolean holds, Invariant invariant, NodePlan node, AttemptRef attempt, String detail) {
        if (!holds) {
            verdict.broken(invariant, "%s runs %s, %s", node.id(), attempt, detail);
        }
    }

    /// All is well, and time has passed: whoever runs what is not its own must have stopped, once
    /// there was a core to say so for long enough.
    void calm(long now, boolean coreRuns) {
        for (Map.Entry<Running, Long> entry : running.entrySet()) {
            AttemptRef attempt = entry.getKey().attempt();
            JobBook job = books.job(attempt.job()).orElse(null);
            boolean its =
                    job == null
                            || job.plan.stubborn()
                            || job.isHeldBy(entry.getKey().node(), attempt.attempt())
                            || job.state == StateName.QUEUED
                                    && job.attempt + 1 == attempt.attempt();
            long since = its || !coreRuns ? -1 : entry.getValue() < 0 ? now : entry.getValue();
            entry.setValue(since);
            if (since >= 0 && now - since > PATIENCE) {
                verdict.broken(
                        Invariant.STOPS,
                        "%s goes on with %s of %s",
                        entry.getKey().node(),
                        attempt,
                        job);
            }
        }
    }

    /// All is well, and time has passed: what could run does not wait for long while nothing runs.
    void calm(long now, boolean coreRuns, Instant instant) {
        Optional<JobBook> waits =
                books.open().stream().filter(job -> couldRun(job, instant)).findFirst();
        if (!coreRuns || !running.isEmpty() || waits.isEmpty()) {
            idleSince = -1;
        } else if (idleSince < 0) {
            idleSince = now;
        } else if (now - idleSince > IDLENESS) {
            verdict.broken(
                    Invariant.RUNS_SOON,
                    "%s waits, and nothing runs for %d s",
                    waits.get(),
                    (now - idleSince) / Timeline.SECOND);
        }
    }

    private static boolean couldRun(JobBook job, Instant instant) {
        return job.state == StateName.QUEUED
                && !job.plan.isForNobody()
                && (job.notBefore == null || !instant.isBefore(job.notBefore));
    }
}
