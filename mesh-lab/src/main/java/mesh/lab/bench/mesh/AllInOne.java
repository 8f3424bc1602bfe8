package mesh.lab.bench.mesh;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.lab.bench.Part;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.client.Throughput;
import mesh.lab.bench.client.Throughput.Load;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Ratio;
import mesh.lab.bench.plan.Scale;

/// The mesh in one process, jobs submitted in batches and one by one.
public final class AllInOne implements Part {
    /// The throughput that other parts are measured against.
    public static final String BATCH = "mesh.batch";

    private static final String SINGLE = "mesh.single-";
    private static final Duration START = Duration.ofSeconds(4);
    private static final int MOST_CLIENTS = 64;

    @Override
    public String name() {
        return "mesh";
    }

    @Override
    public String text() {
        return "throughput of the mesh in one process";
    }

    @Override
    public List<Measure> measures(Scale scale) {
        var measures = new ArrayList<Measure>();
        measures.addAll(
                ThroughputMeasures.of(
                        BATCH, "in one process, batches of %d".formatted(scale.batch())));
        for (int clients : scale.clients()) {
            measures.addAll(
                    ThroughputMeasures.of(
                            SINGLE + clients,
                            "in one process, one by one, %d client%s"
                                    .formatted(clients, clients == 1 ? "" : "s")));
        }
        return measures;
    }

    @Override
    public List<Ratio> ratios() {
        return List.of(
                new Ratio(
                        "mesh.batch/ceiling.vm",
                        "in one process, of what the broker alone does",
                        BATCH,
                        "ceiling.vm"),
                new Ratio(
                        "mesh.single-64/mesh.batch",
                        "one by one from 64 clients, of what batches do",
                        SINGLE + MOST_CLIENTS,
                        BATCH));
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.atLeast("mesh.batch/ceiling.vm", 0.40),
                Goal.atLeast("mesh.single-64/mesh.batch", 0.50));
    }

    @Override
    public Duration estimate(Scale scale) {
        Duration measuring = scale.settling().plus(scale.window());
        return START.plus(scale.warmUp()).plus(measuring.multipliedBy(1 + scale.clients().size()));
    }

    @Override
    public void measure(Repetition repetition) throws InterruptedException {
        RunningMesh mesh = RunningMesh.allInOne(repetition, List.of(), List.of());
        Scale scale = repetition.scale();
        measure(
                repetition,
                mesh,
                BATCH,
                new Load(scale.batchClients(), scale.batch()),
                scale.warmUp().plus(scale.settling()));
        for (int clients : scale.clients()) {
            measure(repetition, mesh, SINGLE + clients, new Load(clients, 1), scale.settling());
        }
    }

    /// One throughput, or why there is none.
    public static void measure(
            Repetition repetition, RunningMesh mesh, String name, Load load, Duration warmUp)
            throws InterruptedException {
        try {
            Throughput found =
                    Throughput.measure(
                            mesh.site(), mesh.stats(), load, warmUp, repetition.scale(), mesh::cpu);
            ThroughputMeasures.put(repetition, name, found);
        } catch (IOException wrong) {
            repetition.spoil(name, wrong.getMessage());
        }
    }
}
