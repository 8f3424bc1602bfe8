package mesh.lab.bench.cost;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import mesh.lab.bench.Part;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.client.Audit;
import mesh.lab.bench.client.Flood;
import mesh.lab.bench.client.Reading;
import mesh.lab.bench.mesh.RunningMesh;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Scale;
import mesh.lab.process.CpuTime;
import mesh.lab.process.Jcmd;
import mesh.lab.process.ThreadCpu;
import mesh.lab.process.Timing;

/// Where the processor time of a job goes, in a mesh of one process under load in batches.
///
/// What the virtual machine's own threads used is known by their names. What Java threads used is
/// shared out by samples of their stacks, because a thread does the work of more than one stage.
public final class Profile implements Part {
    private static final Duration START = Duration.ofSeconds(8);
    private static final String RECORDING = "bench";
    private static final String ALL = "cpu.job";
    private static final double NANOS_A_MICRO = 1e3;

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public String text() {
        return "where the CPU time of a job goes";
    }

    @Override
    public List<Measure> measures(Scale scale) {
        var measures = new ArrayList<Measure>();
        measures.add(new Measure(ALL, "CPU of the mesh for a job", "µs", Better.LESS));
        for (Stage stage : Stage.values()) {
            measures.add(new Measure(stage.figure(), "of it " + stage.text(), "µs", Better.LESS));
        }
        return measures;
    }

    @Override
    public Duration estimate(Scale scale) {
        return START.plus(scale.warmUp()).plus(scale.settling()).plus(scale.window());
    }

    /// Shares change little.
    @Override
    public int repetitions(int asked) {
        return 1;
    }

    @Override
    public void measure(Repetition repetition) throws InterruptedException {
        Scale scale = repetition.scale();
        RunningMesh mesh = RunningMesh.allInOne(repetition, List.of(), List.of());
        try {
            Reading before = mesh.stats().next();
            try (var flood =
                    new Flood(
                            mesh.site(),
                            mesh.stats(),
                            scale.batchClients(),
                            scale.batch(),
                            scale.inFlight())) {
                Timing.pause(scale.warmUp());
                record(repetition, mesh);
                flood.end();
                new Audit(mesh.site(), mesh.stats(), before).settled(flood.submitted());
            }
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong.getMessage(), wrong);
        }
    }

    private static void record(Repetition repetition, RunningMesh mesh)
            throws IOException, InterruptedException {
        long pid = mesh.processes().getFirst().pid();
        Path file = repetition.directory().resolve("profile.jfr");
        Path settings = Samples.settings(repetition.directory());
        Jcmd.ask(pid, "JFR.start", "name=" + RECORDING, "settings=" + settings);
        Timing.pause(repetition.scale().settling());
        Reading first = mesh.stats().next();
        Instant begin = Instant.now();
        Duration cpu = CpuTime.of(pid);
        Map<String, Long> threads = ThreadCpu.of(pid);
        Timing.pause(repetition.scale().window());
        Reading last = mesh.stats().next();
        Instant end = Instant.now();
        Map<Stage, Long> own = new EnumMap<>(Stage.class);
        ThreadCpu.of(pid).forEach((name, time) -> machine(own, name, time));
        threads.forEach((name, time) -> machine(own, name, -time));
        long all = CpuTime.of(pid).minus(cpu).toNanos();
        Jcmd.ask(pid, "JFR.stop", "name=" + RECORDING, "filename=" + file);
        double jobs = last.succeeded() - first.succeeded();
        if (jobs == 0) {
            throw new IOException("no job was settled while it was recorded");
        }
        tell(repetition, Samples.read(file, begin, end), own, all, jobs);
    }

    private static void machine(Map<Stage, Long> own, String thread, long nanos) {
        Stage stage = Stage.ofThread(thread);
        if (stage != null) {
            own.merge(stage, nanos, Long::sum);
        }
    }

    private static void tell(
            Repetition repetition, Samples samples, Map<Stage, Long> own, long all, double jobs) {
        double java = Math.max(0, all - own.values().stream().mapToLong(time -> time).sum());
        repetition.put(ALL, all / NANOS_A_MICRO / jobs);
        for (Stage stage : Stage.values()) {
            double nanos = own.getOrDefault(stage, 0L) + java * samples.share(stage);
            repetition.put(stage.figure(), nanos / NANOS_A_MICRO / jobs);
        }
        repetition.note("%,d samples of what Java threads did".formatted(samples.count()));
        for (Stage stage : Stage.values()) {
            String hot = samples.hot(stage);
            if (!hot.isEmpty()) {
                repetition.note("hot in %s: %s".formatted(stage.text(), hot));
            }
        }
    }
}
