package mesh.lab.bench.latency;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import mesh.lab.bench.Part;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.client.Audit;
import mesh.lab.bench.client.Reading;
import mesh.lab.bench.client.Throughput;
import mesh.lab.bench.mesh.AllInOne;
import mesh.lab.bench.mesh.RunningMesh;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Scale;
import mesh.lab.process.Timing;
import org.HdrHistogram.Histogram;

/// The latency of jobs that come at a fixed rate, at shares of the throughput that was found.
public final class Latency implements Part {
    private static final String NAME = "latency";
    private static final Duration START = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration AHEAD = Duration.ofMillis(20);
    private static final int PERCENT = 100;
    /// While a call is under way on one, what becomes due gathers for the other.
    private static final int CONNECTIONS = 2;

    private static final int HALF = 50;
    /// Jobs a second; below it a window could pass without any.
    private static final double LEAST_RATE = 40;

    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS_A_SECOND = 1e9;
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    /// What only makes it warm has a window all the same.
    private static final Duration SHORT = Duration.ofMillis(100);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String text() {
        return "latency of jobs that come at a fixed rate, in one process";
    }

    /// As figures of the curve are called.
    ///
    /// @param share of the throughput, in percent
    /// @param what `p50`, `p99`, `p99.9` or `rate`
    public static String figure(int share, String what) {
        return "latency.%d.%s".formatted(share, what);
    }

    @Override
    public List<Measure> measures(Scale scale) {
        var measures = new ArrayList<Measure>();
        for (int share : scale.shares()) {
            String text = "at %d %% of the throughput: ".formatted(share);
            measures.add(
                    new Measure(
                            figure(share, "rate"), text + "jobs due", "jobs/s", Better.NEITHER));
            for (String what : List.of("p50", "p99", "p99.9")) {
                measures.add(
                        new Measure(
                                figure(share, what),
                                text + what + " from due to seen succeeded",
                                "ms",
                                Better.LESS));
            }
        }
        return measures;
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost(figure(HALF, "p50"), 5), Goal.atMost(figure(HALF, "p99"), 25));
    }

    @Override
    public Duration estimate(Scale scale) {
        return START.plus(scale.warmUp())
                .plus(
                        scale.settling()
                                .plus(scale.latencyWindow())
                                .multipliedBy(1L + scale.shares().size()));
    }

    @Override
    public void measure(Repetition repetition) throws InterruptedException {
        Scale scale = repetition.scale();
        RunningMesh mesh = RunningMesh.allInOne(repetition, List.of(), List.of());
        RandomGenerator chance = repetition.chance();
        try (var ends = new EndsWatch(mesh.site())) {
            double throughput = warm(repetition, mesh);
            mesh.stats().often(false);
            // Jobs that come singly go another way than batches, and that is to be warm too.
            run(repetition, mesh, ends, rate(throughput, HALF), chance);
            for (int share : scale.shares()) {
                double rate = rate(throughput, share);
                Histogram nanos = run(repetition, mesh, ends, rate, chance);
                put(repetition, share, rate, nanos);
            }
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong.getMessage(), wrong);
        }
    }

    /// @return the throughput that this repetition found, or that it finds here where the part that
    ///     measures it was left out
    private static double warm(Repetition repetition, RunningMesh mesh)
            throws IOException, InterruptedException {
        Scale scale = repetition.scale();
        OptionalDouble known = repetition.value(AllInOne.BATCH);
        Throughput found =
                Throughput.measure(
                        mesh.site(),
                        mesh.stats(),
                        new Throughput.Load(scale.batchClients(), scale.batch()),
                        scale.warmUp(),
                        known.isPresent() ? scale.withWindow(SHORT) : scale,
                        mesh::cpu);
        return known.orElse(found.jobsPerSecond());
    }

    private static double rate(double throughput, int share) {
        return Math.max(LEAST_RATE, throughput * share / PERCENT);
    }

    /// Jobs at one rate, all of which must come to a good end.
    ///
    /// @return the latencies of those that were due within the window
    private static Histogram run(
            Repetition repetition,
            RunningMesh mesh,
            EndsWatch ends,
            double rate,
            RandomGenerator chance)
            throws IOException, InterruptedException {
        Scale scale = repetition.scale();
        double seconds = scale.settling().plus(scale.latencyWindow()).toNanos() / NANOS_A_SECOND;
        long[] due = Arrivals.of(rate, seconds, chance);
        Reading before = mesh.stats().next();
        long begin = System.nanoTime() + AHEAD.toNanos();
        var meeting = new Meeting(begin + scale.settling().toNanos());
        ends.tell(meeting::ended);
        new OpenLoop(mesh.site(), CONNECTIONS, scale.batch(), begin, due, meeting).run();
        new Audit(mesh.site(), mesh.stats(), before).settled(due.length);
        awaitSeen(meeting, ends, due.length);
        return meeting.nanos();
    }

    private static void put(Repetition repetition, int share, double rate, Histogram nanos) {
        repetition.put(figure(share, "rate"), rate);
        if (nanos.getTotalCount() == 0) {
            repetition.spoil(figure(share, "p50"), "no job was due within the window");
            return;
        }
        repetition.put(figure(share, "p50"), millis(nanos, P50));
        repetition.put(figure(share, "p99"), millis(nanos, P99));
        repetition.put(figure(share, "p99.9"), millis(nanos, P999));
    }

    private static double millis(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_A_MILLI;
    }

    private static void awaitSeen(Meeting meeting, EndsWatch ends, int jobs)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (meeting.met() < jobs && ends.wrong() == null && System.nanoTime() - end < 0) {
            Timing.pause(LOOK);
        }
        if (ends.wrong() != null) {
            throw new IOException(ends.wrong());
        }
        if (meeting.met() < jobs) {
            throw new IOException(
                    "the end of %d of %d jobs was not heard of"
                            .formatted(jobs - meeting.met(), jobs));
        }
    }
}
