package mesh.worker;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;
import mesh.worker.handler.EchoHandler;
import mesh.worker.handler.Handlers;
import mesh.worker.handler.JobContext;
import mesh.worker.handler.JobHandler;
import mesh.worker.handler.ProcessHandler;
import mesh.worker.handler.PythonHandler;
import mesh.worker.handler.SleepHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A worker on a broker in memory, and a core that keeps what it hears.
@Timeout(30)
abstract class WorkerFixture {
    static final NodeId NODE = new NodeId("n1");
    static final String FOREVER = "{\"millis\":60000}";

    final MemoryBroker broker = new MemoryBroker(InstantSource.system());
    final Link core = broker.connect();
    final List<Settlement> settlements = new CopyOnWriteArrayList<>();
    final List<Progress> progress = new CopyOnWriteArrayList<>();
    final List<Heartbeat> heartbeats = new CopyOnWriteArrayList<>();
    Worker worker;

    @TempDir Path directory;

    /// Fails with what its payload says.
    private static final class Failing implements JobHandler {
        @Override
        public JobType type() {
            return new JobType("fail");
        }

        @Override
        public Json handle(Json payload, JobContext context) {
            if (payload.text().equals("\"error\"")) {
                throw new StackOverflowError();
            }
            if (payload.text().equals("\"unspeakable\"")) {
                throw new Unspeakable();
            }
            throw new IllegalStateException("on purpose");
        }
    }

    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new StackOverflowError("on purpose");
        }
    }

    /// Goes on whatever it is told, until the test lets it end.
    static final class Stubborn implements JobHandler {
        final CompletableFuture<Void> end = new CompletableFuture<>();

        @Override
        public JobType type() {
            return new JobType("stubborn");
        }

        @Override
        public Json handle(Json payload, JobContext context) {
            end.join(); // not interruptible
            return Json.NULL;
        }
    }

    /// Does what the test says.
    static final class Told implements JobHandler {
        volatile Work work = (payload, _) -> payload;

        @FunctionalInterface
        interface Work {
            Json handle(Json payload, JobContext context) throws Exception;
        }

        @Override
        public JobType type() {
            return new JobType("told");
        }

        @Override
        public Json handle(Json payload, JobContext context) throws Exception {
            return work.handle(payload, context);
        }
    }

    final Stubborn stubborn = new Stubborn();
    final Told told = new Told();

    @BeforeEach
    void listen() {
        core.subscribe(
                Source.settlements("core"),
                batch -> {
                    batch.forEach(one -> settlements.add(one.message()));
                    return List.of();
                });
        for (Source<Progress> said : List.of(Source.news(), Source.progress())) {
            core.subscribe(
                    said,
                    batch -> {
                        batch.forEach(one -> progress.add(one.message()));
                        return List.of();
                    });
        }
        core.subscribe(
                Source.heartbeats(),
                batch -> {
                    batch.forEach(one -> heartbeats.add(one.message()));
                    return List.of();
                });
    }

    @AfterEach
    void close() {
        stubborn.end.complete(null);
        if (worker != null) {
            worker.close();
        }
        core.close();
    }

    WorkerConfiguration configuration() {
        return WorkerConfiguration.defaults(NODE)
                .withSlots(2)
                .withDirectory(directory)
                .withCapabilities(Capabilities.parse(List.of("region=eu", "cores=64")))
                .withAllow(Set.of("process"))
                .withGrace(Duration.ofMillis(200));
    }

    void start(WorkerConfiguration configuration, Link link) {
        var handlers =
                List.of(
                        new EchoHandler(),
                        new SleepHandler(),
                        new ProcessHandler(),
                        new PythonHandler(),
                        new Failing(),
                        stubborn,
                        told);
        worker = Worker.start(configuration, link, Handlers.of(handlers, configuration.allow()));
    }

    void start() {
        start(configuration(), broker.connect());
    }

    static JobId job() {
        return JobId.make(Instant.now(), RandomGenerator.getDefault());
    }

    Assignment assign(String type, String payload) {
        return assign(job(), 1, type, Needs.NONE, payload);
    }

    Assignment assign(JobId job, int attempt, String type, Needs needs, String payload) {
        var assignment =
                new Assignment(
                        job, attempt, NODE, new JobType(type), needs, 4, null, new Json(payload));
        core.send(List.of(assignment));
        return assignment;
    }

    /// The next attempt at a job, which goes on from a checkpoint.
    Assignment assign(Assignment before, Checkpoint checkpoint) {
        var assignment =
                new Assignment(
                        before.job(),
                        before.attempt() + 1,
                        NODE,
                        before.type(),
                        before.needs(),
                        before.priority(),
                        null,
                        before.payload(),
                        checkpoint);
        core.send(List.of(assignment));
        return assignment;
    }

    /// What the core heard of this kind, in order.
    List<Progress> heard(Assignment assignment, Progress.Kind kind) {
        return progress.stream()
                .filter(one -> one.ref().equals(assignment.ref()) && one.kind() == kind)
                .toList();
    }

    Settlement settled(Assignment assignment) {
        return await().until(
                        () ->
                                settlements.stream()
                                        .filter(one -> one.ref().equals(assignment.ref()))
                                        .findFirst()
                                        .orElse(null),
                        found -> found != null);
    }

    void awaitStarted(Assignment assignment) {
        await().until(() -> progress.stream().anyMatch(p -> p.ref().equals(assignment.ref())));
    }
}
