package mesh.lab.chaos.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import mesh.lab.chaos.measure.Caused;
import mesh.lab.chaos.measure.HistoryReader;
import mesh.lab.chaos.measure.Recoveries;
import mesh.lab.chaos.measure.Spread;
import mesh.lab.chaos.plan.Fault;
import mesh.lab.chaos.plan.FaultKind;
import mesh.lab.chaos.process.Cluster;
import mesh.lab.chaos.process.NodePlan;
import mesh.lab.check.Checker;
import mesh.lab.check.FoundJob;
import mesh.lab.check.History;
import mesh.lab.check.Verdict;
import mesh.lab.process.Program;
import mesh.lab.process.RoleProcess;
import mesh.protocol.Limits;

/// A share of all nodes is killed at once, in the middle of work, and does not come back. The same
/// work was done before undisturbed by the same mesh, to compare.
///
/// With a share `s` of the nodes gone at the beginning, work that fills all slots takes 1/(1−s) as
/// long; what was running is done again, after one lease at the latest.
public final class Storm implements AutoCloseable {
    private static final int SLOTS = 2;
    private static final int MILLIS = 500;

    /// How often each slot is filled.
    private static final int ROUNDS = 24;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double PERCENT = 100;

    private final int nodes;
    private final int victims;
    private final long seed;
    private final Consumer<String> said;
    private final Cluster cluster;

    /// What came of it.
    ///
    /// @param calm how long the work took undisturbed, in milliseconds
    /// @param stormy how long with the storm
    /// @param bound that it may take: the share of nodes that are left, and one lease
    /// @param recovery of what the killed nodes held, in milliseconds
    public record Outcome(
            int nodes,
            int killed,
            int jobs,
            long calm,
            long stormy,
            long bound,
            Spread recovery,
            Verdict verdict) {
        public boolean clean() {
            return verdict.clean() && stormy <= bound;
        }

        public double factor() {
            return (double) stormy / calm;
        }

        /// In one line, for people.
        public String text() {
            return "storm: %d of %d nodes killed at once during %d jobs: %.1f s, undisturbed %.1f s (%.2f times as long, bound %.1f s); recovery p50 %d ms, max %d ms of %d attempts; %s"
                    .formatted(
                            killed,
                            nodes,
                            jobs,
                            stormy / 1000.0,
                            calm / 1000.0,
                            factor(),
                            bound / 1000.0,
                            recovery.p50(),
                            recovery.max(),
                            recovery.count(),
                            verdict.text());
        }
    }

    /// @param percent of the nodes that are killed, 1 to 90
    /// @throws IllegalArgumentException where that is no node, or all
    public Storm(
            int nodes,
            int percent,
            long seed,
            Program program,
            Path directory,
            Consumer<String> said) {
        this.nodes = nodes;
        this.victims = (int) Math.round(nodes * percent / PERCENT);
        if (victims < 1 || victims >= nodes) {
            throw new IllegalArgumentException(
                    "`storm` must leave and take at least one of the %d nodes, was %d%%"
                            .formatted(nodes, percent));
        }
        this.seed = seed;
        this.said = said;
        this.cluster =
                new Cluster(
                        program,
                        directory,
                        NodePlan.many(nodes, _ -> List.of("--slots", "" + SLOTS)));
    }

    /// @throws IllegalStateException when the mesh does not start, or the work does not end
    public Outcome run() throws InterruptedException {
        cluster.start();
        int jobs = nodes * SLOTS * ROUNDS;
        said.accept("%d nodes are online; %d jobs of %d ms".formatted(nodes, jobs, MILLIS));
        // The first jobs of a process take longer than the rest of its life.
        BatchWork warm = work("warm", nodes * SLOTS * 4, _ -> {});
        BatchWork calm = work("calm", jobs, _ -> {});
        var struck = new ArrayList<Caused>();
        BatchWork stormy = work("storm", jobs, work -> struck.addAll(strike(work, jobs)));
        List<FoundJob> all = new HistoryReader(cluster.http()).jobs();
        var submissions = new ArrayList<>(warm.submissions());
        submissions.addAll(calm.submissions());
        submissions.addAll(stormy.submissions());
        Duration undisturbed = BatchWork.makespan(calm.among(all));
        Duration bound =
                Duration.ofMillis(undisturbed.toMillis() * nodes / (nodes - victims))
                        .plus(Limits.LEASE);
        return new Outcome(
                nodes,
                victims,
                jobs,
                undisturbed.toMillis(),
                BatchWork.makespan(stormy.among(all)).toMillis(),
                bound.toMillis(),
                Spread.of(
                        new Recoveries(all, _ -> null)
                                .of(struck)
                                .get(FaultKind.KILL_NODE)
                                .millis()),
                Checker.check(
                        new History(
                                submissions,
                                all,
                                new HistoryReader(cluster.http()).capabilities())));
    }

    @FunctionalInterface
    private interface Meanwhile {
        void run(BatchWork work) throws InterruptedException;
    }

    private BatchWork work(String name, int jobs, Meanwhile meanwhile) throws InterruptedException {
        var batch = new ArrayList<ObjectNode>();
        for (int i = 0; i < jobs; i++) {
            batch.add(BatchWork.sleep(name + "-" + i, MILLIS, ""));
        }
        var work = new BatchWork(cluster.http());
        work.submit(batch);
        meanwhile.run(work);
        work.await(PATIENCE, open -> open == 0, "queued", "assigned", "running");
        return work;
    }

    /// Kills the victims when the work has begun everywhere.
    private List<Caused> strike(BatchWork work, int jobs) throws InterruptedException {
        work.await(PATIENCE, open -> open < jobs * 0.9, "queued", "assigned", "running");
        var order = new ArrayList<>(IntStream.range(0, nodes).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        List<Integer> chosen = order.subList(0, victims);
        Instant at = Instant.now();
        chosen.forEach(node -> cluster.nodes().get(node).strike());
        chosen.stream().map(cluster.nodes()::get).forEach(RoleProcess::kill);
        said.accept("killed %d nodes with kill -9".formatted(victims));
        return chosen.stream()
                .map(
                        node ->
                                new Caused(
                                        new Fault(
                                                1,
                                                Duration.ZERO,
                                                FaultKind.KILL_NODE,
                                                node,
                                                PATIENCE,
                                                null,
                                                Duration.ZERO),
                                        at,
                                        at.plus(PATIENCE)))
                .toList();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
