package mesh.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import mesh.protocol.Json;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Control;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;
import mesh.worker.handler.Handlers;
import mesh.worker.node.Attempts;
import org.junit.jupiter.api.Test;

class WorkerStopsTest extends WorkerFixture {

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

    /// They hold every carrier of virtual threads, also that of whoever listens here.
    @Test
    void gives_up_as_many_handlers_as_there_are_processors_though_they_never_pause() {
        int many = Runtime.getRuntime().availableProcessors();
        var link = new WatchedLink(broker.connect());
        var end = new AtomicBoolean();
        var begun = new CountDownLatch(many);
        told.work =
                (payload, _) -> {
                    begun.countDown();
                    while (!end.get()) {
                        Thread.onSpinWait();
                    }
                    return payload;
                };
        var capabilities = Capabilities.parse(List.of("type_told"));
        var attempts = new Attempts(NODE, capabilities, Set.of(told.type()), many);
        var handlers = Handlers.of(List.of(told), Set.of());
        try (var node = new Node(NODE, attempts, handlers, null, Duration.ofMillis(50), link)) {
            node.start();
            for (int i = 0; i < many; i++) {
                var assignment =
                        new Assignment(job(), 1, NODE, told.type(), Needs.NONE, 4, null, Json.NULL);
                node.assigned(List.of(new Delivery<>(assignment, Instant.EPOCH)));
            }
            await().until(() -> begun.getCount() == 0);
            attempts.running().forEach(node::cancel);
            await().until(
                            () ->
                                    link.sent.stream().filter(Settlement.class::isInstance).count()
                                            == many);
            assertThat(node.load().busy()).isEqualTo(many);
            end.set(true);
            await().until(() -> node.load().busy() == 0);
        } finally {
            end.set(true);
        }
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

    private long filesNamed(String name) {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith(name)).count();
        } catch (IOException moved) {
            throw new UncheckedIOException(moved);
        }
    }
}
