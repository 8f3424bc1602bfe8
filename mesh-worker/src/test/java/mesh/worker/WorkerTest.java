package mesh.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Control;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;
import mesh.worker.handler.EchoHandler;
import mesh.worker.handler.Handlers;
import mesh.worker.handler.JobContext;
import mesh.worker.handler.JobHandler;
import mesh.worker.handler.ProcessHandler;
import mesh.worker.handler.SleepHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WorkerTest {
    private static final NodeId NODE = new NodeId("n1");
    private static final String FOREVER = "{\"millis\":60000}";

    private final MemoryBroker broker = new MemoryBroker(InstantSource.system());
    private final Link core = broker.connect();
    private final List<Settlement> settlements = new CopyOnWriteArrayList<>();
    private final List<Progress> progress = new CopyOnWriteArrayList<>();
    private final List<Heartbeat> heartbeats = new CopyOnWriteArrayList<>();
    private Worker worker;

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
            throw new IllegalStateException("on purpose");
        }
    }

    /// Goes on whatever it is told, until the test lets it end.
    private static final class Stubborn implements JobHandler {
        private final CompletableFuture<Void> end = new CompletableFuture<>();

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

    private final Stubborn stubborn = new Stubborn();

    @BeforeEach
    void listen() {
        core.subscribe(
                Source.settlements("core"),
                batch -> {
                    batch.forEach(one -> settlements.add(one.message()));
                    return List.of();
                });
        core.subscribe(
                Source.progress(),
                batch -> {
                    batch.forEach(one -> progress.add(one.message()));
                    return List.of();
                });
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
        worker.close();
        core.close();
    }

    private WorkerConfiguration configuration() {
        return WorkerConfiguration.defaults(NODE)
                .withSlots(2)
                .withDirectory(directory)
                .withCapabilities(Capabilities.parse(List.of("region=eu", "cores=64")))
                .withAllow(Set.of("process"))
                .withGrace(Duration.ofMillis(200));
    }

    private void start(WorkerConfiguration configuration, Link link) {
        var handlers =
                List.of(
                        new EchoHandler(),
                        new SleepHandler(),
                        new ProcessHandler(),
                        new Failing(),
                        stubborn);
        worker = Worker.start(configuration, link, Handlers.of(handlers, configuration.allow()));
    }

    private void start() {
        start(configuration(), broker.connect());
    }

    private static JobId job() {
        return JobId.make(Instant.now(), RandomGenerator.getDefault());
    }

    private Assignment assign(String type, String payload) {
        return assign(job(), 1, type, Needs.NONE, payload);
    }

    private Assignment assign(JobId job, int attempt, String type, Needs needs, String payload) {
        var assignment =
                new Assignment(
                        job, attempt, NODE, new JobType(type), needs, 4, null, new Json(payload));
        core.send(List.of(assignment));
        return assignment;
    }

    private Settlement settled(Assignment assignment) {
        return await().until(
                        () ->
                                settlements.stream()
                                        .filter(one -> one.ref().equals(assignment.ref()))
                                        .findFirst()
                                        .orElse(null),
                        found -> found != null);
    }

    private void awaitStarted(Assignment assignment) {
        await().until(() -> progress.stream().anyMatch(p -> p.ref().equals(assignment.ref())));
    }

    @Test
    void says_who_it_is_what_it_can_and_what_it_holds() {
        start(configuration().withHeartbeat(Duration.ofMillis(20)), broker.connect());
        Assignment running = assign("sleep", FOREVER);
        await().until(
                        () ->
                                !heartbeats.isEmpty()
                                        && heartbeats
                                                .getLast()
                                                .running()
                                                .equals(List.of(running.ref())));
        Heartbeat first = heartbeats.getFirst();
        assertThat(first.seq()).isEqualTo(1);
        assertThat(first.slots()).isEqualTo(2);
        assertThat(first.capabilities()).isEqualTo(worker.capabilities());
        assertThat(first.capabilities().asMap())
                .containsEntry("region", "eu")
                .containsEntry("cores", "64") // the owner's word goes before what was detected
                .containsEntry("type_process", "true")
                .containsKey("memory");
        assertThat(heartbeats.getLast().busy()).isEqualTo(1);
        assertThat(heartbeats.getLast().incarnation()).isEqualTo(first.incarnation());
        assertThat(heartbeats).extracting(Heartbeat::seq).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void runs_a_job_reports_its_start_and_settles_it() {
        start();
        Assignment echo = assign("echo", "{\"a\":1}");
        Settlement settlement = settled(echo);
        assertThat(settlement.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(settlement.result()).isEqualTo(new Json("{\"a\":1}"));
        assertThat(settlement.node()).isEqualTo(NODE);
        awaitStarted(echo);
    }

    @Test
    void runs_a_thousand_jobs_and_settles_each_once() {
        start();
        var assignments = new ArrayList<Message>();
        for (int i = 0; i < 1000; i++) {
            assignments.add(
                    new Assignment(
                            job(), 1, NODE, new JobType("echo"), Needs.NONE, 4, null, Json.NULL));
        }
        core.send(assignments);
        await().until(() -> settlements.size() >= 1000);
        assertThat(settlements).hasSize(1000).extracting(Settlement::job).doesNotHaveDuplicates();
        assertThat(settlements).allMatch(one -> one.outcome() == Outcome.SUCCEEDED);
    }

    @Test
    void settles_a_handlers_exception_as_a_failure_with_its_message() {
        start();
        Settlement exception = settled(assign("fail", "1"));
        assertThat(exception.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(exception.error().code()).isEqualTo(ErrorCode.HANDLER_ERROR);
        assertThat(exception.error().message()).isEqualTo("IllegalStateException: on purpose");
        assertThat(settled(assign("fail", "\"error\"")).error().message())
                .isEqualTo("StackOverflowError");
        assertThat(settled(assign("sleep", "{}")).error().message()).contains("`millis`");
    }

    @Test
    void declines_what_was_wrongly_put_on_the_wire() {
        start();
        var needs = Needs.of(TextNode.valueOf("region = 'us'"));
        Settlement declined = settled(assign(job(), 1, "echo", needs, "1"));
        assertThat(declined.outcome()).isEqualTo(Outcome.DECLINED);
        assertThat(declined.error().code()).isEqualTo(ErrorCode.NOT_CAPABLE);
        assertThat(progress).isEmpty();
    }

    @Test
    void answers_a_repeated_assignment_without_running_it_again() {
        start();
        Assignment echo = assign("echo", "1");
        Settlement first = settled(echo);
        await().until(
                        () -> {
                            core.send(List.of(echo));
                            return settlements.size() >= 2;
                        });
        assertThat(settlements).allMatch(first::equals);
        assertThat(progress).hasSize(1);
    }

    @Test
    void stops_a_job_that_is_cancelled() {
        start();
        Assignment sleep = assign("sleep", FOREVER);
        awaitStarted(sleep);
        core.send(List.of(Control.cancel(NODE, sleep.job(), 1)));
        assertThat(settled(sleep).outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void kills_the_program_of_a_job_that_is_cancelled_and_deletes_its_directory() {
        start();
        Assignment program =
                assign("process", "{\"command\":[\"sh\",\"-c\",\"echo > here; sleep 60\"]}");
        awaitStarted(program);
        await().until(() -> filesNamed("here") == 1);
        core.send(List.of(Control.cancel(NODE, program.job(), 1)));
        assertThat(settled(program).error().code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(filesNamed("here")).isZero();
    }

    private long filesNamed(String name) {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith(name)).count();
        } catch (IOException moved) {
            throw new UncheckedIOException(moved);
        }
    }

    @Test
    void settles_a_cancelled_job_whose_handler_does_not_stop_and_keeps_its_slot_taken() {
        start(configuration().withSlots(1), broker.connect());
        Assignment first = assign("stubborn", "1");
        awaitStarted(first);
        core.send(List.of(Control.cancel(NODE, first.job(), 1)));
        assertThat(settled(first).outcome()).isEqualTo(Outcome.CANCELLED);
        Assignment second = assign("echo", "1");
        assertThat(progress).noneMatch(p -> p.ref().equals(second.ref()));
        stubborn.end.complete(null);
        assertThat(settled(second).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(settlements).hasSize(2);
    }

    @Test
    void runs_the_newer_attempt_of_a_job_instead_of_the_older() {
        start();
        Assignment old = assign("sleep", FOREVER);
        awaitStarted(old);
        Assignment young = assign(old.job(), 2, "sleep", Needs.NONE, "{\"millis\":1}");
        assertThat(settled(young).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(settled(old).outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void takes_no_further_jobs_when_it_is_drained_and_finishes_what_runs() {
        start();
        Assignment running = assign("stubborn", "1");
        awaitStarted(running);
        core.send(List.of(Control.drain(NODE)));
        await().until(() -> heartbeats.getLast().draining());
        assertThat(settled(assign("echo", "1")).error().code()).isEqualTo(ErrorCode.DRAINING);
        stubborn.end.complete(null);
        assertThat(settled(running).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void gives_back_what_does_not_end_within_the_grace_when_it_leaves() {
        start(configuration().withSlots(3), broker.connect());
        Assignment sleep = assign("sleep", FOREVER);
        Assignment deaf = assign("stubborn", "1");
        Assignment program = assign("process", "{\"command\":[\"sleep\",\"60\"]}");
        List.of(sleep, deaf, program).forEach(this::awaitStarted);
        worker.close();
        for (Assignment assignment : List.of(sleep, deaf, program)) {
            Settlement declined = settled(assignment);
            assertThat(declined.outcome()).isEqualTo(Outcome.DECLINED);
            assertThat(declined.error().code()).isEqualTo(ErrorCode.DRAINING);
        }
        await().until(() -> heartbeats.getLast().draining());
        assertThat(heartbeats.getLast().running()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void lets_a_job_end_within_the_grace_when_it_leaves() {
        start(configuration().withGrace(Duration.ofSeconds(10)), broker.connect());
        Assignment shortSleep = assign("sleep", "{\"millis\":100}");
        awaitStarted(shortSleep);
        worker.close();
        assertThat(settled(shortSleep).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void wakes_whoever_waits_for_its_shutdown() throws InterruptedException {
        start();
        core.send(List.of(new Control(Control.Kind.SHUTDOWN, NODE, null)));
        worker.awaitShutdown();
    }

    @Test
    void loses_no_settlement_while_the_broker_is_away() {
        var link = new Flaky(broker.connect());
        start(configuration(), link);
        link.away = true;
        var assignments = Stream.generate(() -> assign("echo", "1")).limit(250).toList();
        await().until(() -> link.refused > 2);
        assertThat(settlements).isEmpty();
        link.away = false;
        assignments.forEach(one -> assertThat(settled(one).outcome()).isEqualTo(Outcome.SUCCEEDED));
    }

    /// A link whose broker is away for sending when the test says so.
    private static final class Flaky implements Link {
        private final Link link;
        private volatile boolean away;
        private volatile int refused;

        private Flaky(Link link) {
            this.link = link;
        }

        @Override
        public void send(List<? extends Message> messages) {
            if (away) {
                refused = refused + 1;
                throw new LinkException("the broker is away", null);
            }
            link.send(messages);
        }

        @Override
        public <M extends Message> Subscription subscribe(
                Source<M> source, BatchHandler<M> handler) {
            return link.subscribe(source, handler);
        }

        @Override
        public Subscription watchDepartures(Consumer<NodeId> departed) {
            return link.watchDepartures(departed);
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
