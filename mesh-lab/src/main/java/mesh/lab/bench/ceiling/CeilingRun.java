package mesh.lab.bench.ceiling;

import java.time.Duration;
import java.util.List;
import mesh.artemis.ceiling.CeilingClient;
import mesh.artemis.ceiling.CeilingWorker;
import mesh.artemis.link.LinkConfiguration;
import mesh.lab.bench.client.Work;
import mesh.lab.process.CpuTime;
import mesh.lab.process.Timing;

/// The round trip within the processes that make it.
public final class CeilingRun {
    /// Each waits for the disk after each hundred, while the others work; fewer leave the broker
    /// idle in between, more gain nothing.
    private static final int WORKER_THREADS = 8;

    /// How long the first reply of a window is waited for on a busy machine.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final int WINDOW = 8_000;
    private static final double NANOS_A_MICRO = 1e3;
    private static final double NANOS_A_SECOND = 1e9;

    private CeilingRun() {}

    /// What was found.
    ///
    /// @param perSecond round trips
    /// @param micros CPU time of all processes for each
    public record Found(double perSecond, double micros) {}

    /// Begins to reply, until it is closed.
    public static CeilingWorker work(LinkConfiguration broker) {
        return new CeilingWorker(broker, WORKER_THREADS, Work.OUT);
    }

    /// Sends as much as is replied to, and measures.
    ///
    /// @param others the processes whose CPU time counts beside this one's
    public static Found measure(
            LinkConfiguration broker, Duration warmUp, Duration window, List<Long> others)
            throws InterruptedException {
        try (var client = new CeilingClient(broker, WINDOW, Work.IN)) {
            Timing.pause(warmUp);
            long repliesBefore = client.replies();
            Duration cpuBefore = cpu(others);
            long begin = System.nanoTime();
            Timing.pause(window);
            while (client.replies() == repliesBefore
                    && System.nanoTime() - begin < PATIENCE.toNanos()) {
                Timing.pause(LOOK);
            }
            double trips = client.replies() - repliesBefore;
            Duration cpu = cpu(others).minus(cpuBefore);
            return new Found(
                    trips * NANOS_A_SECOND / (System.nanoTime() - begin),
                    cpu.toNanos() / NANOS_A_MICRO / Math.max(1, trips));
        }
    }

    private static Duration cpu(List<Long> others) {
        return others.stream().map(CpuTime::of).reduce(CpuTime.ofThisProcess(), Duration::plus);
    }
}
