package mesh.lab.chaos.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import mesh.lab.chaos.measure.HistoryReader;
import mesh.lab.chaos.process.Cluster;
import mesh.lab.chaos.process.NodePlan;
import mesh.lab.check.Checker;
import mesh.lab.check.History;
import mesh.lab.check.Verdict;
import mesh.lab.process.Program;
import mesh.lab.process.RoleProcess;
import mesh.lab.process.Timing;
import mesh.protocol.JobId;

/// Every node of a mesh is stopped with SIGSTOP in the middle of a job that only it can run, until
/// the core has taken the job back, and goes on then: it ends its attempt and settles it, late.
/// That settlement must be refused, and the job done by another attempt.
public final class LateSettlements implements AutoCloseable {
    /// Long enough that none ends before its node is stopped.
    private static final int MILLIS = 8_000;

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration TAKEN_BACK = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofMinutes(2);
    private static final Duration LATER = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final int nodes;
    private final Cluster cluster;
    private final Consumer<String> said;

    /// What came of it.
    ///
    /// @param late nodes whose late settlement was refused
    /// @param reasons what the mesh refused, by reason, as JSON
    public record Outcome(int nodes, int late, String reasons, Verdict verdict) {
        public boolean clean() {
            return verdict.clean() && late == nodes;
        }

        /// In one line, for people.
        public String text() {
            return "late: %d of %d nodes that were stopped and went on had their late settlement refused (refused in all: %s); %s"
                    .formatted(late, nodes, reasons, verdict.text());
        }
    }

    public LateSettlements(int nodes, Program program, Path directory, Consumer<String> said) {
        this.nodes = nodes;
        this.said = said;
        this.cluster =
                new Cluster(
                        program,
                        directory,
                        NodePlan.many(
                                nodes, n -> List.of("--slots", "1", "--capability", "seat=" + n)));
    }

    /// @throws IllegalStateException when the mesh does not start, or the work does not end
    public Outcome run() throws InterruptedException {
        cluster.start();
        var jobs = new ArrayList<ObjectNode>();
        for (int n = 1; n <= nodes; n++) {
            jobs.add(BatchWork.sleep("late-" + n, MILLIS, "seat = " + n));
        }
        var work = new BatchWork(cluster.http());
        work.submit(jobs);
        work.await(START, running -> running == nodes, "running");
        cluster.nodes().forEach(RoleProcess::hang);
        said.accept("stopped %d nodes, each in the middle of a job".formatted(nodes));
        work.await(TAKEN_BACK, queued -> queued == nodes, "queued");
        cluster.nodes().forEach(RoleProcess::wake);
        said.accept("every job was taken back; the nodes go on");
        work.await(END, done -> done == nodes, "succeeded", "failed", "expired", "cancelled");
        int late = awaitLate(work.ids());
        // Only now, when whatever comes late has come: what it did to a job is in its log.
        var reader = new HistoryReader(cluster.http());
        Verdict verdict =
                Checker.check(
                        new History(work.submissions(), reader.jobs(), reader.capabilities()));
        return new Outcome(nodes, late, refused().toString(), verdict);
    }

    /// How many jobs say that a settlement came late; waits a while for the last.
    private int awaitLate(Set<JobId> jobs) throws InterruptedException {
        long end = System.nanoTime() + LATER.toNanos();
        while (true) {
            int late = (int) jobs.stream().filter(this::cameLate).count();
            if (late == nodes || System.nanoTime() > end) {
                return late;
            }
            Timing.pause(LOOK);
        }
    }

    private boolean cameLate(JobId job) {
        JsonNode refused = cluster.http().get("/v1/jobs/" + job).body().path("refused");
        return refused.valueStream().anyMatch(one -> one.path("reason").asText().equals("late"));
    }

    private JsonNode refused() {
        return cluster.http().get("/v1/stats").body().path("refused");
    }

    @Override
    public void close() {
        cluster.close();
    }
}
