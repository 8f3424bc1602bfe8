package mesh.lab.bench.cost;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import mesh.lab.bench.Part;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.client.StatsWatch;
import mesh.lab.bench.mesh.RunningMesh;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Scale;
import mesh.lab.process.CpuTime;
import mesh.lab.process.MemoryUse;
import mesh.lab.process.Timing;

/// What a mesh does that has nothing to do: alone, and with many nodes that have nothing to do
/// either.
public final class Idle implements Part {
    private static final Duration START = Duration.ofSeconds(25);
    private static final double KIB_A_MIB = 1024;
    private static final double A_THOUSAND = 1000;
    private static final double PERCENT = 100;
    private static final String CPU = "idle.cpu";
    private static final String PAGE = "idle.page";
    private static final String HEAP = "idle.heap";
    private static final String RSS = "idle.rss";
    private static final String NODES_CPU = "idle.nodes-cpu";
    private static final String NODES_HEAP = "idle.nodes-heap-1k";
    private static final String NODES_MISSING = "idle.nodes-missing";

    /// Over how long it is looked whether the nodes stay online: several times as long as a node
    /// may be silent.
    private static final int LOOKS = 30;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String text() {
        return "what a mesh takes that has nothing to do";
    }

    @Override
    public List<Measure> measures(Scale scale) {
        String nodes = "%,d more idle nodes".formatted(scale.nodes());
        return List.of(
                new Measure(CPU, "CPU when idle, of a core", "%", Better.LESS),
                new Measure(
                        PAGE,
                        "the machine's: a touch of a page that was left alone for 5 s",
                        "µs",
                        Better.NEITHER),
                new Measure(HEAP, "heap in use after a collection", "MiB", Better.LESS),
                new Measure(RSS, "resident memory", "MiB", Better.NEITHER),
                new Measure(NODES_CPU, "CPU with " + nodes + ", of a core", "%", Better.LESS),
                new Measure(NODES_HEAP, "heap for 1,000 idle nodes", "MiB", Better.LESS),
                new Measure(
                        NODES_MISSING,
                        "of them not online at some moment of half a minute",
                        "nodes",
                        Better.LESS));
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost(CPU, 2), Goal.atMost(NODES_MISSING, 0));
    }

    @Override
    public Duration estimate(Scale scale) {
        return START.plus(scale.calm().multipliedBy(3));
    }

    /// It takes minutes and differs little.
    @Override
    public int repetitions(int asked) {
        return 1;
    }

    @Override
    public void measure(Repetition repetition) throws InterruptedException {
        Scale scale = repetition.scale();
        RunningMesh mesh = RunningMesh.allInOne(repetition, List.of(), List.of());
        long pid = mesh.processes().getFirst().pid();
        try {
            int own = mesh.stats().next().online();
            mesh.unwatch();
            Timing.pause(scale.calm());
            repetition.put(CPU, percent(pid, scale.calm()));
            repetition.put(PAGE, ColdMemory.microsOfAPage());
            double before = MemoryUse.heapKib(pid) / KIB_A_MIB;
            repetition.put(HEAP, before);
            repetition.put(RSS, MemoryUse.residentKib(pid) / KIB_A_MIB);
            repetition.own(IdleNodes.join(mesh.broker("idle-nodes"), scale.nodes()));
            repetition.put(NODES_CPU, percent(pid, scale.calm()));
            double after = MemoryUse.heapKib(pid) / KIB_A_MIB;
            repetition.put(NODES_HEAP, (after - before) * A_THOUSAND / scale.nodes());
            repetition.put(NODES_MISSING, own + scale.nodes() - leastOnline(mesh, scale.calm()));
        } catch (IOException unknown) {
            repetition.spoil(NODES_HEAP, unknown.getMessage());
        }
    }

    private static int leastOnline(RunningMesh mesh, Duration over)
            throws IOException, InterruptedException {
        int least = Integer.MAX_VALUE;
        try (var stats = new StatsWatch(mesh.site())) {
            for (int look = 0; look < LOOKS; look++) {
                least = Math.min(least, stats.now().online());
                Timing.pause(over.dividedBy(LOOKS));
            }
        }
        return least;
    }

    /// Of a core, over so long.
    private static double percent(long pid, Duration over) throws InterruptedException {
        Duration before = CpuTime.of(pid);
        long begin = System.nanoTime();
        Timing.pause(over);
        return CpuTime.of(pid).minus(before).toNanos() * PERCENT / (System.nanoTime() - begin);
    }
}
