package mesh.lab.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import mesh.lab.chaos.load.JobMix;
import mesh.lab.chaos.load.Ledger;
import mesh.lab.chaos.load.Load;
import mesh.lab.chaos.load.Reader;
import mesh.lab.chaos.measure.Caused;
import mesh.lab.chaos.measure.HistoryReader;
import mesh.lab.chaos.measure.Leases;
import mesh.lab.chaos.measure.Measured;
import mesh.lab.chaos.measure.Recoveries;
import mesh.lab.chaos.measure.Spread;
import mesh.lab.chaos.measure.StatsWatch;
import mesh.lab.chaos.plan.ChaosOptions;
import mesh.lab.chaos.plan.ChaosPlan;
import mesh.lab.chaos.plan.Fault;
import mesh.lab.chaos.plan.FaultKind;
import mesh.lab.chaos.process.Clocks;
import mesh.lab.chaos.process.Cluster;
import mesh.lab.chaos.process.NodePlan;
import mesh.lab.check.Checker;
import mesh.lab.check.FoundJob;
import mesh.lab.check.History;
import mesh.lab.check.LoggedEvent;
import mesh.lab.check.Verdict;
import mesh.lab.process.Machine;
import mesh.lab.process.Program;
import mesh.lab.process.Timing;

/// One run: a mesh is started, jobs are submitted and things are done to it by the plan, everything
/// is mended, every job comes to its end, and its history is judged.
public final class ChaosRun implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration MENDED = Duration.ofSeconds(60);

    private final ChaosOptions options;
    private final Onlooker onlooker;
    private final Ledger ledger = new Ledger();
    private final Cluster cluster;

    /// @param directory an empty one
    public ChaosRun(ChaosOptions options, Program program, Path directory, Onlooker onlooker) {
        this.options = options;
        this.onlooker = onlooker;
        this.cluster = new Cluster(program, directory, nodes());
    }

    /// Whoever looks on while it goes on.
    public interface Onlooker {
        /// Something happened that stays worth reading.
        void said(String line);

        /// How it stands, twice a second.
        void now(Status status);
    }

    /// How a run stands.
    ///
    /// @param open jobs that have not ended; -1 where the mesh has not answered yet
    public record Status(
            Duration since,
            int submitted,
            long acknowledged,
            long open,
            long ended,
            int online,
            boolean answers,
            int faults) {}

    /// @param command that repeats it, for the report
    /// @throws IllegalStateException where the mesh does not start, or does not come back at all
    public ChaosReport run(String command) throws InterruptedException {
        Instant at = Instant.now();
        cluster.start();
        try (var trouble = new Trouble(cluster, onlooker::said);
                var load =
                        new Load(
                                cluster.http(),
                                ledger,
                                options.load(),
                                options.seed(),
                                trouble::coreTroubled)) {
            var stats = new StatsWatch(cluster.http());
            onlooker.said(
                    "%d nodes are online; %d jobs a second for %d s"
                            .formatted(
                                    options.nodes(), options.load(), options.length().toSeconds()));
            Instant begin = Instant.now();
            Thread watching = Thread.ofVirtual().start(() -> watch(begin, stats, trouble, load));
            Thread reading = Thread.ofVirtual().start(new Reader(cluster.http(), ledger)::run);
            try {
                Thread submitting = Thread.ofPlatform().start(() -> load.run(options.length()));
                trouble.run(plan());
                submitting.join();
                load.rollCall(options.nodes());
                load.drain();
                awaitEnd(stats, trouble);
            } finally {
                watching.interrupt();
                reading.interrupt();
                watching.join();
                reading.join();
            }
            Duration took = Duration.between(begin, Instant.now());
            stats.look();
            onlooker.said("everything is mended; reading what happened to each job");
            return judge(command, at, took, trouble, stats);
        }
    }

    /// Ends every process of it, at any moment.
    @Override
    public void close() {
        cluster.close();
    }

    private List<Fault> plan() {
        return ChaosPlan.of(options);
    }

    private List<NodePlan> nodes() {
        return IntStream.range(0, options.nodes())
                .mapToObj(
                        node ->
                                new NodePlan(
                                        "n" + (node + 1),
                                        List.of(
                                                "--slots",
                                                Integer.toString(options.slots()),
                                                "--capability",
                                                "region=" + JobMix.region(node),
                                                "--capability",
                                                JobMix.seat(node)),
                                        Clocks.offBy(
                                                node % 2 == 0
                                                        ? options.clocksOff()
                                                        : options.clocksOff().negated())))
                .toList();
    }

    private void watch(Instant begin, StatsWatch stats, Trouble trouble, Load load) {
        try {
            while (true) {
                long asked = System.nanoTime();
                boolean answers = stats.look();
                if (answers) {
                    trouble.answered(asked);
                }
                onlooker.now(
                        new Status(
                                Duration.between(begin, Instant.now()),
                                load.submitted(),
                                ledger.acknowledgedJobs(),
                                stats.open(),
                                stats.ended(),
                                stats.online(),
                                answers,
                                trouble.caused().size()));
                Timing.pause(LOOK);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            ledger.finding("who looks on failed: " + failed);
        }
    }

    /// Waits until no job is open. What is not there within the bound is the checker's to name.
    private void awaitEnd(StatsWatch stats, Trouble trouble) throws InterruptedException {
        Duration work = options.length().multipliedBy(2).plus(MENDED);
        long end = System.nanoTime() + work.toNanos();
        while (System.nanoTime() < end) {
            trouble.watch();
            if (stats.look() && stats.open() == 0) {
                return;
            }
            Timing.pause(LOOK);
        }
        onlooker.said(
                "%d jobs are still open %d s after the last fault; %d nodes are online"
                        .formatted(stats.open(), work.toSeconds(), cluster.online()));
    }

    private ChaosReport judge(
            String command, Instant at, Duration took, Trouble trouble, StatsWatch stats)
            throws InterruptedException {
        var reader = new HistoryReader(cluster.http());
        List<FoundJob> jobs = reader.jobs();
        Verdict verdict =
                Checker.check(new History(ledger.submissions(), jobs, reader.capabilities()));
        List<Caused> caused = trouble.caused();
        var faults = new TreeMap<String, Integer>();
        caused.forEach(fault -> faults.merge(fault.fault().kind().wireName(), 1, Integer::sum));
        var recovery = new TreeMap<String, Spread>();
        var unmeasured = new TreeMap<String, Integer>();
        var measured = new TreeMap<>(new Recoveries(jobs, ledger::acknowledgedAfter).of(caused));
        Measured slow = measured.remove(FaultKind.SLOW);
        measured.forEach(
                (kind, some) -> {
                    recovery.put(kind.wireName(), Spread.of(some.millis()));
                    unmeasured.put(kind.wireName(), some.not());
                });
        var findings = new ArrayList<String>(ledger.findings());
        findings.addAll(new Leases(jobs, caused).findings());
        findings.addAll(trouble.failures());
        findings.addAll(cluster.unexpectedEnds());
        return new ChaosReport(
                command,
                at,
                options,
                Machine.now(),
                took,
                faults,
                verdict,
                recovery,
                unmeasured,
                Spread.of(ledger.latency()),
                Spread.of(jobs.stream().flatMap(job -> lived(job).stream()).toList()),
                ledger.counts(),
                stats.refused(),
                slow == null ? 0 : slow.millis().size() + slow.not(),
                findings);
    }

    private static Optional<Long> lived(FoundJob job) {
        List<LoggedEvent> events = job.events();
        return events.isEmpty() || !job.state().equals("succeeded")
                ? Optional.empty()
                : Optional.of(
                        Duration.between(events.getFirst().at(), events.getLast().at()).toMillis());
    }
}
