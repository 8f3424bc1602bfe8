package mesh.lab.bench.backlog;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.lab.bench.Part;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.client.Connection;
import mesh.lab.bench.client.Site;
import mesh.lab.bench.client.Work;
import mesh.lab.bench.mesh.RunningMesh;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Ratio;
import mesh.lab.bench.plan.Scale;
import mesh.lab.process.CpuTime;
import mesh.lab.process.MemoryUse;
import mesh.protocol.json.MeshJson;

/// A mesh with very many jobs that wait for a node that can run them, in turn with one without. The
/// heap of each is a gibibyte at most.
public final class Backlog implements Part {
    private static final String EMPTY = "backlog.empty";
    private static final String FULL = "backlog.full";
    private static final String NOBODY_HAS = "backlog";
    private static final List<String> HEAP = List.of("-Xmx1g");
    private static final Duration START = Duration.ofSeconds(15);

    /// Of the jobs that wait; told to estimate how long it takes to submit them.
    private static final int A_SECOND = 12_000;

    private static final int CALLS = 20;
    private static final int PAGE = 100;
    private static final double A_HUNDRED_THOUSAND = 100_000;
    private static final double KIB_A_MIB = 1024;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS_A_SECOND = 1e9;

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String text() {
        return "the mesh in one process with very many jobs that wait";
    }

    @Override
    public List<Measure> measures(Scale scale) {
        String waiting = "%,d waiting".formatted(scale.queued());
        var measures = new ArrayList<Measure>();
        for (String name : List.of(EMPTY, FULL)) {
            String text = "with " + (name.equals(EMPTY) ? "none waiting" : waiting);
            measures.add(new Measure(name, "jobs settled, " + text, "jobs/s", Better.MORE));
            measures.add(new Measure(name + ".cpu", "CPU for a job, " + text, "µs", Better.LESS));
            measures.add(
                    new Measure(
                            name + ".client-cpu",
                            "CPU of the clients for a job, " + text,
                            "µs",
                            Better.NEITHER));
            measures.add(
                    new Measure(name + ".refused", "calls refused, " + text, "", Better.NEITHER));
            measures.add(
                    new Measure(
                            name + ".heap",
                            "heap in use after a collection, " + text,
                            "MiB",
                            Better.LESS));
            measures.add(
                    new Measure(name + ".rss", "resident memory, " + text, "MiB", Better.NEITHER));
        }
        measures.add(new Measure("backlog.fill", "jobs taken that wait", "jobs/s", Better.MORE));
        measures.add(
                new Measure("backlog.heap-100k", "heap of 100,000 that wait", "MiB", Better.LESS));
        measures.add(
                new Measure(
                        "backlog.list",
                        "a page of 100, " + waiting + ", median",
                        "ms",
                        Better.LESS));
        measures.add(
                new Measure(
                        "backlog.cancel",
                        "one cancelled, " + waiting + ", median",
                        "ms",
                        Better.LESS));
        measures.add(
                new Measure(
                        "backlog.restart",
                        "killed with " + waiting + ", until ready again",
                        "s",
                        Better.LESS));
        measures.add(new Measure("backlog.restart.cpu", "CPU used until then", "s", Better.LESS));
        return measures;
    }

    @Override
    public List<Ratio> ratios() {
        return List.of(
                new Ratio(
                        "backlog.full/backlog.empty",
                        "throughput with very many waiting, of that with none",
                        FULL,
                        EMPTY),
                new Ratio(
                        "backlog.full.cpu/backlog.empty.cpu",
                        "CPU for a job with very many waiting, of that with none",
                        FULL + ".cpu",
                        EMPTY + ".cpu"));
    }

    @Override
    public List<Goal> goals() {
        return List.of(
                Goal.atLeast("backlog.full/backlog.empty", 0.90),
                Goal.atMost("backlog.full.heap", 1024),
                Goal.atMost("backlog.restart", 10));
    }

    @Override
    public Duration estimate(Scale scale) {
        return START.plus(scale.warmUp().plus(scale.window()).multipliedBy(2))
                .plus(scale.settling().plus(scale.window()).multipliedBy(2L * Turns.ROUNDS))
                .plusSeconds(scale.queued() / A_SECOND);
    }

    /// It takes minutes, so once has to do.
    @Override
    public int repetitions(int asked) {
        return 1;
    }

    @Override
    public void measure(Repetition repetition) throws InterruptedException {
        int jobs = repetition.scale().queued();
        try {
            RunningMesh empty = start(repetition, "empty");
            RunningMesh full = start(repetition, "full");
            double before = memory(repetition, full, EMPTY);
            long begin = System.nanoTime();
            Site site = full.site();
            List<String> ids =
                    Fill.with(site, jobs, count -> Work.unmatched(site, NOBODY_HAS, count));
            repetition.put("backlog.fill", jobs * NANOS_A_SECOND / (System.nanoTime() - begin));
            double after = memory(repetition, full, FULL);
            repetition.put("backlog.heap-100k", (after - before) * A_HUNDRED_THOUSAND / jobs);
            Turns.of(repetition, List.of(EMPTY, FULL), List.of(empty, full));
            empty.close();
            repetition.put("backlog.list", list(site));
            repetition.put("backlog.cancel", cancel(site, ids));
            restart(repetition, full);
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong.getMessage(), wrong);
        }
    }

    /// One that has worked for a while.
    private static RunningMesh start(Repetition repetition, String name)
            throws IOException, InterruptedException {
        Path directory = Files.createDirectories(repetition.directory().resolve(name));
        RunningMesh mesh = RunningMesh.allInOne(repetition, directory, HEAP, List.of());
        Scale scale = repetition.scale();
        Turns.throughput(mesh, scale, scale.warmUp());
        return mesh;
    }

    private static void restart(Repetition repetition, RunningMesh mesh)
            throws IOException, InterruptedException {
        long before = mesh.stats().next().open();
        repetition.put("backlog.restart", mesh.restart().toNanos() / NANOS_A_SECOND);
        repetition.put(
                "backlog.restart.cpu",
                CpuTime.of(mesh.processes().getFirst().pid()).toNanos() / NANOS_A_SECOND);
        long after = mesh.stats().next().open();
        if (after != before) {
            repetition.spoil(
                    "backlog.restart",
                    "%,d jobs were open before and %,d after it".formatted(before, after));
        }
    }

    /// In MiB; the heap.
    private static double memory(Repetition repetition, RunningMesh mesh, String name)
            throws IOException {
        long pid = mesh.processes().getFirst().pid();
        double heap = MemoryUse.heapKib(pid) / KIB_A_MIB;
        repetition.put(name + ".heap", heap);
        repetition.put(name + ".rss", MemoryUse.residentKib(pid) / KIB_A_MIB);
        return heap;
    }

    /// One page after the other, the first ones of those that wait.
    private static double list(Site site) throws IOException {
        var took = new ArrayList<Long>();
        try (var connection = new Connection(site)) {
            String after = "";
            for (int call = 0; call < CALLS && after != null; call++) {
                byte[] request =
                        site.get("/v1/jobs?state=queued&limit=%d%s".formatted(PAGE, after));
                long begin = System.nanoTime();
                byte[] page = connection.send(request).orFail().body();
                took.add(System.nanoTime() - begin);
                JsonNode next = MeshJson.MAPPER.readTree(page).path("next");
                after = next.isTextual() ? "&after=" + next.asText() : null;
            }
        }
        return medianMillis(took);
    }

    private static double cancel(Site site, List<String> ids) throws IOException {
        var took = new ArrayList<Long>();
        try (var connection = new Connection(site)) {
            for (String id : ids.subList(0, Math.min(CALLS, ids.size()))) {
                byte[] request = site.post("/v1/jobs/" + id + "/cancel", new byte[0]);
                long begin = System.nanoTime();
                connection.send(request).orFail();
                took.add(System.nanoTime() - begin);
            }
        }
        return medianMillis(took);
    }

    private static double medianMillis(List<Long> nanos) {
        return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow()
                / NANOS_A_MILLI;
    }
}
