package mesh.lab.bench.mesh;

import java.time.Duration;
import java.util.List;
import mesh.lab.bench.Part;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.client.Throughput.Load;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Ratio;
import mesh.lab.bench.plan.Scale;

/// The mesh as processes that talk over TCP: broker and core in one, the auction, two nodes.
public final class SeparateProcesses implements Part {
    private static final String BATCH = "processes.batch";
    private static final Duration START = Duration.ofSeconds(7);

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public String text() {
        return "throughput of the mesh as four processes over TCP";
    }

    @Override
    public List<Measure> measures(Scale scale) {
        return ThroughputMeasures.of(
                BATCH, "four processes over TCP, batches of %d".formatted(scale.batch()));
    }

    @Override
    public List<Ratio> ratios() {
        return List.of(
                new Ratio(
                        "processes.batch/ceiling.tcp",
                        "four processes, of what the broker alone does over TCP",
                        BATCH,
                        "ceiling.tcp"));
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atLeast("processes.batch/ceiling.tcp", 0.40));
    }

    @Override
    public Duration estimate(Scale scale) {
        return START.plus(scale.warmUp()).plus(scale.settling()).plus(scale.window());
    }

    @Override
    public void measure(Repetition repetition) throws InterruptedException {
        Scale scale = repetition.scale();
        RunningMesh mesh = RunningMesh.separate(repetition);
        AllInOne.measure(
                repetition,
                mesh,
                BATCH,
                new Load(scale.batchClients(), scale.batch()),
                scale.warmUp().plus(scale.settling()));
    }
}
