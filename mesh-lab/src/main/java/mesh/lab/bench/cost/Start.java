package mesh.lab.bench.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import mesh.lab.bench.Part;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Scale;
import mesh.lab.process.CpuTime;
import mesh.lab.process.RoleProcess;
import mesh.lab.process.Timing;

/// How soon `./mesh up --workers 2` is ready where nothing was, without the launcher's script.
public final class Start implements Part {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(2);
    private static final Duration ONE = Duration.ofSeconds(3);
    private static final double NANOS_A_SECOND = 1e9;
    private static final String READY = "start.ready";
    private static final String CPU = "start.cpu";

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String text() {
        return "how soon a mesh is ready";
    }

    @Override
    public List<Measure> measures(Scale scale) {
        return List.of(
                new Measure(READY, "from its start until it is ready, median", "s", Better.LESS),
                new Measure(CPU, "CPU used until then, median", "s", Better.LESS));
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost(READY, 1.5));
    }

    @Override
    public Duration estimate(Scale scale) {
        return ONE.multipliedBy(scale.starts());
    }

    @Override
    public void measure(Repetition repetition) throws InterruptedException {
        var ready = new TreeMap<Double, Double>();
        for (int start = 1; start <= repetition.scale().starts(); start++) {
            ready.putAll(once(repetition, repetition.directory().resolve("start-" + start)));
        }
        repetition.put(READY, median(ready.keySet().stream().mapToDouble(one -> one)));
        repetition.put(CPU, median(ready.values().stream().mapToDouble(one -> one)));
    }

    /// How long it took, and the CPU time of it.
    private static Map<Double, Double> once(Repetition repetition, Path directory)
            throws InterruptedException {
        try {
            Files.createDirectories(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        List<String> command =
                repetition
                        .launcher()
                        .command(
                                List.of(),
                                List.of(
                                        "up",
                                        "--workers",
                                        "2",
                                        "--http-port",
                                        "0",
                                        "--broker-port",
                                        "0",
                                        "--console-port",
                                        "0",
                                        "--data",
                                        directory.toString(),
                                        "--ends-with",
                                        Long.toString(ProcessHandle.current().pid())));
        var mesh = repetition.own(new RoleProcess("mesh", command, directory));
        Path said = directory.resolve("endpoints.json");
        long begin = System.nanoTime();
        mesh.start();
        while (!Files.exists(said)) {
            mesh.unexpectedEnd()
                    .ifPresent(
                            end -> {
                                throw new IllegalStateException(end);
                            });
            if (System.nanoTime() - begin > MOST.toNanos()) {
                throw new IllegalStateException(
                        "the mesh was not ready in " + MOST.toSeconds() + " s");
            }
            Timing.pause(LOOK);
        }
        double took = (System.nanoTime() - begin) / NANOS_A_SECOND;
        double cpu = CpuTime.of(mesh.pid()).toNanos() / NANOS_A_SECOND;
        mesh.close();
        return Map.of(took, cpu);
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
