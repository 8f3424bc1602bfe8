package mesh.lab.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mesh.lab.chaos.measure.Caused;
import mesh.lab.chaos.plan.Fault;
import mesh.lab.chaos.process.Cluster;
import mesh.lab.process.RoleProcess;

/// Does to a mesh what a plan says, and mends it again. One thread does it all, in the order of
/// time.
final class Trouble implements AutoCloseable {
    /// What was sent to the core before it was killed may fail so long after it answers again.
    private static final Duration AFTERMATH = Duration.ofSeconds(3);

    private final Cluster cluster;
    private final Consumer<String> said;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("chaos").daemon().factory());
    private final List<Caused> caused = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private boolean coreDown;
    private long coreStarted = System.nanoTime();
    private long coreUpSince = System.nanoTime() - AFTERMATH.toNanos();

    /// @param said is told what is done, in one line each
    Trouble(Cluster cluster, Consumer<String> said) {
        this.cluster = cluster;
        this.said = said;
    }

    /// Causes these, counted from now; returns when the last is mended.
    void run(List<Fault> faults) throws InterruptedException {
        var mended = new CountDownLatch(faults.size());
        for (Fault fault : faults) {
            schedule(
                    fault.at(),
                    () -> {
                        try {
                            begin(fault, mended);
                        } catch (RuntimeException failed) {
                            failed(failed);
                            mended.countDown();
                        }
                    });
        }
        mended.await();
    }

    private void schedule(Duration after, Runnable step) {
        clock.schedule(step, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void begin(Fault fault, CountDownLatch mended) {
        watch();
        Instant from = Instant.now();
        said.accept(fault.text());
        if (!cause(fault)) {
            said.accept("%3d  did not happen".formatted(fault.number()));
            mended.countDown();
            return;
        }
        schedule(
                fault.lasts(),
                () -> {
                    mend(fault, from);
                    mended.countDown();
                });
    }

    /// @return whether it happened: what is dead already is not killed, and does not hang
    private boolean cause(Fault fault) {
        return switch (fault.kind()) {
            case KILL_NODE -> cluster.kill(List.of(node(fault)));
            case KILL_CORE -> killCore(List.of(cluster.core()));
            case KILL_AUCTION -> cluster.kill(List.of(cluster.auction()));
            case KILL_BROKER -> cluster.kill(List.of(cluster.broker()));
            case KILL_ALL -> killCore(cluster.all());
            case HANG -> node(fault).hang();
            case PARTITION -> {
                cluster.line(fault.node()).cut(fault.cut());
                yield true;
            }
            case SLOW -> {
                cluster.line(fault.node()).delay(fault.delay());
                yield true;
            }
        };
    }

    private void mend(Fault fault, Instant from) {
        try {
            watch();
            Instant until = Instant.now();
            if (ended(fault)) {
                synchronized (this) {
                    caused.add(new Caused(fault, from, until));
                }
            } else {
                said.accept("%3d  ended before its time".formatted(fault.number()));
            }
        } catch (RuntimeException failed) {
            failed(failed);
        }
    }

    /// @return whether it lasted until now: one that hung may have been killed with all others
    private boolean ended(Fault fault) {
        switch (fault.kind()) {
            case KILL_NODE -> cluster.start(List.of(node(fault)));
            case KILL_CORE -> startCore(List.of(cluster.core()));
            case KILL_AUCTION -> cluster.start(List.of(cluster.auction()));
            case KILL_BROKER -> cluster.start(List.of(cluster.broker()));
            case KILL_ALL -> startCore(cluster.all());
            case HANG -> {
                return node(fault).wake();
            }
            case PARTITION, SLOW -> cluster.line(fault.node()).heal();
        }
        return true;
    }

    private boolean killCore(List<RoleProcess> processes) {
        synchronized (this) {
            coreDown = true;
            coreStarted = Long.MAX_VALUE;
        }
        return cluster.kill(processes);
    }

    private void startCore(List<RoleProcess> processes) {
        cluster.start(processes);
        synchronized (this) {
            coreStarted = System.nanoTime();
        }
    }

    private RoleProcess node(Fault fault) {
        return cluster.nodes().get(fault.node());
    }

    /// Whoever ended by itself is told of and started again, as its owner would.
    void watch() {
        for (RoleProcess process : cluster.all()) {
            process.unexpectedEnd()
                    .ifPresent(
                            text -> {
                                synchronized (this) {
                                    failures.add(text);
                                }
                                said.accept("!    " + text);
                                cluster.start(List.of(process));
                            });
        }
    }

    private synchronized void failed(Throwable cause) {
        failures.add("the chaos itself failed: " + cause);
    }

    /// The core has answered a question that was asked at this time of {@link System#nanoTime}, so
    /// that from now on it is to answer all.
    synchronized void answered(long asked) {
        if (coreDown && asked > coreStarted) {
            coreDown = false;
            coreUpSince = System.nanoTime();
        }
    }

    /// Whether a connection to the core may fail just now.
    synchronized boolean coreTroubled() {
        return coreDown || System.nanoTime() - coreUpSince < AFTERMATH.toNanos();
    }

    synchronized List<Caused> caused() {
        return List.copyOf(caused);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
