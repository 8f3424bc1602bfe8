package mesh.lab.bench.backlog;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.lab.bench.Part;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.client.Flood;
import mesh.lab.bench.client.Reading;
import mesh.lab.bench.client.Site;
import mesh.lab.bench.client.Throughput.Load;
import mesh.lab.bench.client.Work;
import mesh.lab.bench.mesh.AllInOne;
import mesh.lab.bench.mesh.RunningMesh;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Ratio;
import mesh.lab.bench.plan.Scale;
import mesh.lab.process.RoleProcess;
import mesh.lab.process.Timing;

/// A mesh whose nodes were away while very many jobs came that they can run: each new one waits
/// behind all of them. The nodes are processes of their own, so that they can be away.
public final class Queue implements Part {
    private static final String EMPTY = "queue.empty";
    private static final String FULL = "queue.full";
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    /// Of the jobs that are to wait; told to estimate how long it takes to submit them.
    private static final int A_SECOND = 12_000;

    private static final int NODES = 2;
    private static final double NANOS_A_SECOND = 1e9;

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public String text() {
        return "the mesh as four processes, behind very many jobs of the same kind";
    }

    @Override
    public List<Measure> measures(Scale scale) {
        var measures = new ArrayList<Measure>();
        measures.add(
                new Measure(
                        EMPTY, "jobs settled, four processes, none before", "jobs/s", Better.MORE));
        measures.add(new Measure(EMPTY + ".cpu", "CPU for a job", "µs", Better.LESS));
        measures.add(
                new Measure(
                        EMPTY + ".client-cpu",
                        "CPU of the clients for a job",
                        "µs",
                        Better.NEITHER));
        measures.add(
                new Measure(EMPTY + ".refused", "calls answered with 429", "", Better.NEITHER));
        measures.add(
                new Measure(
                        FULL,
                        "jobs settled, four processes, %,d before".formatted(scale.queued()),
                        "jobs/s",
                        Better.MORE));
        return measures;
    }

    @Override
    public List<Ratio> ratios() {
        return List.of(
                new Ratio(
                        "queue.full/queue.empty",
                        "throughput behind very many, of that behind none",
                        FULL,
                        EMPTY));
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atLeast("queue.full/queue.empty", 0.90));
    }

    @Override
    public Duration estimate(Scale scale) {
        return START.plus(scale.warmUp().multipliedBy(3))
                .plus(scale.window().multipliedBy(2))
                .plusSeconds(scale.queued() / A_SECOND);
    }

    /// It takes minutes, so once has to do.
    @Override
    public int repetitions(int asked) {
        return 1;
    }

    @Override
    public void measure(Repetition repetition) throws InterruptedException {
        Scale scale = repetition.scale();
        RunningMesh mesh = RunningMesh.separate(repetition);
        var load = new Load(scale.batchClients(), scale.batch());
        AllInOne.measure(repetition, mesh, EMPTY, load, scale.warmUp().multipliedBy(2));
        List<RoleProcess> nodes = mesh.processes().reversed().subList(0, NODES);
        try {
            nodes.forEach(RoleProcess::kill);
            Site site = mesh.site();
            Fill.with(site, scale.queued(), jobs -> Work.request(site, jobs));
            nodes.forEach(RoleProcess::start);
            awaitWork(mesh, mesh.stats().next());
            repetition.put(FULL, throughput(mesh, load, scale));
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong.getMessage(), wrong);
        }
    }

    /// A node that was killed is there again when it has done something.
    private static void awaitWork(RunningMesh mesh, Reading before)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Reading now = before;
        while (now.online() < NODES || now.succeeded() == before.succeeded()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException(
                        "the nodes did not work again within %d s".formatted(PATIENCE.toSeconds()));
            }
            Timing.pause(LOOK);
            now = mesh.stats().next();
        }
    }

    /// As many come as are settled, so that what waits stays as much.
    private static double throughput(RunningMesh mesh, Load load, Scale scale)
            throws IOException, InterruptedException {
        try (var flood =
                new Flood(
                        mesh.site(),
                        mesh.stats(),
                        load.clients(),
                        load.perCall(),
                        scale.inFlight())) {
            Timing.pause(scale.warmUp());
            Reading begin = mesh.stats().next();
            Timing.pause(scale.window());
            Reading end = mesh.stats().next();
            flood.end();
            if (end.failed() > 0) {
                throw new IOException("%d jobs did not succeed".formatted(end.failed()));
            }
            return (end.succeeded() - begin.succeeded())
                    * NANOS_A_SECOND
                    / (end.nanos() - begin.nanos());
        }
    }
}
