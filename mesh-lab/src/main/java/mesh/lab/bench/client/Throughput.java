package mesh.lab.bench.client;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import mesh.lab.bench.plan.Scale;
import mesh.lab.process.CpuTime;
import mesh.lab.process.Timing;

/// How many jobs a second a mesh settled over a steady window, while clients kept it busy.
///
/// @param meshMicros CPU time of the mesh's processes for each job, in microseconds
/// @param clientMicros the same of the clients' process
/// @param refused calls that were answered with 429 or 503
public record Throughput(
        double jobsPerSecond, double meshMicros, double clientMicros, long refused) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double NANOS_A_MICRO = 1e3;
    private static final double NANOS_A_SECOND = 1e9;

    /// How jobs come.
    ///
    /// @param perCall jobs in one call
    public record Load(int clients, int perCall) {}

    /// Measures it, and checks that every job of it came to a good end.
    ///
    /// @param warmUp how long the load goes on before the window begins
    /// @param meshCpu the time that all processes of the mesh have used
    /// @throws IOException where something is not as it should be: there is no figure then
    public static Throughput measure(
            Site site,
            StatsWatch stats,
            Load load,
            Duration warmUp,
            Scale scale,
            Supplier<Duration> meshCpu)
            throws IOException, InterruptedException {
        Reading before = stats.next();
        try (var flood = new Flood(site, stats, load.clients(), load.perCall(), scale.inFlight())) {
            Timing.pause(warmUp);
            Reading begin = stats.next();
            Duration meshBegin = meshCpu.get();
            Duration clientBegin = CpuTime.ofThisProcess();
            Timing.pause(scale.window());
            Reading end = something(stats, begin);
            Duration mesh = meshCpu.get().minus(meshBegin);
            Duration clients = CpuTime.ofThisProcess().minus(clientBegin);
            flood.end();
            var audit = new Audit(site, stats, before);
            audit.settled(flood.submitted());
            audit.read(flood.answers(), scale.reads());
            double jobs = end.succeeded() - begin.succeeded();
            return new Throughput(
                    jobs * NANOS_A_SECOND / (end.nanos() - begin.nanos()),
                    mesh.toNanos() / NANOS_A_MICRO / jobs,
                    clients.toNanos() / NANOS_A_MICRO / jobs,
                    flood.refused());
        }
    }

    /// On a busy machine a short window may be over before anything has happened in it.
    private static Reading something(StatsWatch stats, Reading begin)
            throws IOException, InterruptedException {
        Reading end = stats.next();
        while (end.succeeded() == begin.succeeded()) {
            if (end.nanos() - begin.nanos() > PATIENCE.toNanos()) {
                throw new IOException(
                        "no job was settled within %d s".formatted(PATIENCE.toSeconds()));
            }
            end = stats.next();
        }
        return end;
    }
}
