package mesh.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Control;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;
import mesh.worker.handler.Handlers;
import mesh.worker.node.Attempts;
import org.junit.jupiter.api.Test;

class WorkerTest extends WorkerFixture {

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
    void runs_a_job_and_settles_it() {
        start();
        Assignment echo = assign("echo", "{\"a\":1}");
        Settlement settlement = settled(echo);
        assertThat(settlement.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(settlement.result()).isEqualTo(new Json("{\"a\":1}"));
        assertThat(settlement.node()).isEqualTo(NODE);
    }

    @Test
    void says_of_a_job_that_lasts_that_it_started() {
        start();
        Assignment sleep = assign("sleep", "{\"millis\":60000}");
        awaitStarted(sleep);
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
    void settles_a_failure_that_cannot_say_what_it_is() {
        start();
        assertThat(settled(assign("fail", "\"unspeakable\"")).error().message())
                .isEqualTo("Unspeakable, which cannot say what it is");
    }

    @Test
    void goes_on_naming_what_the_broker_took_the_settlement_of() {
        start(configuration().withHeartbeat(Duration.ofMillis(20)), broker.connect());
        Assignment echo = assign("echo", "1");
        settled(echo);
        await().until(() -> heartbeats.getLast().settled().equals(List.of(echo.ref())));
        assertThat(heartbeats.getLast().running()).isEmpty();
        assertThat(heartbeats.getLast().busy()).isZero();
    }

    @Test
    void keeps_to_the_interval_that_the_core_asks_for_and_announces_it() {
        start(configuration().withHeartbeat(Duration.ofMillis(20)), broker.connect());
        await().until(() -> heartbeats.size() > 3);
        assertThat(heartbeats.getLast().intervalMillis()).isEqualTo(20);
        core.send(List.of(Control.pace(NODE, Duration.ofSeconds(30))));
        await().until(() -> heartbeats.getLast().intervalMillis() == 30_000);
        int sent = heartbeats.size();
        await().during(Duration.ofMillis(300)).until(() -> heartbeats.size() <= sent + 1);
        core.send(List.of(Control.pace(NODE, Duration.ofMillis(5))));
        core.send(List.of(Control.drain(NODE)));
        await().until(() -> heartbeats.getLast().intervalMillis() == 20);
        await().until(() -> heartbeats.size() > sent + 4);
    }

    @Test
    void answers_who_asks_which_nodes_there_are() {
        start(configuration().withHeartbeat(Duration.ofSeconds(5)), broker.connect());
        await().until(() -> !heartbeats.isEmpty());
        int sent = heartbeats.size();
        core.send(List.of(Control.call(), Control.call()));
        await().atMost(Duration.ofSeconds(4)).until(() -> heartbeats.size() > sent);
    }

    @Test
    void settles_what_cannot_be_started_and_goes_on() {
        var handlers = Handlers.of(List.of(), Set.of());
        var types = Set.of(new JobType("echo"));
        var capabilities = Capabilities.parse(List.of("type_echo"));
        var attempts = new Attempts(NODE, capabilities, types, 1);
        try (var node = new Node(NODE, attempts, handlers, null, Duration.ZERO, broker.connect())) {
            node.start();
            for (int i = 0; i < 2; i++) {
                var unstartable =
                        new Assignment(
                                job(),
                                1,
                                NODE,
                                new JobType("echo"),
                                Needs.NONE,
                                4,
                                null,
                                Json.NULL);
                node.assigned(List.of(new Delivery<>(unstartable, Instant.now())));
                assertThat(settled(unstartable).error().message())
                        .isEqualTo("it could not be started: NoSuchElementException");
            }
            assertThat(node.load().busy()).isZero();
        }
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
        Assignment sleep = assign("sleep", "{\"millis\":100}");
        Settlement first = settled(sleep);
        await().until(
                        () -> {
                            core.send(List.of(sleep));
                            return settlements.size() >= 2;
                        });
        assertThat(settlements).allMatch(first::equals);
        assertThat(progress).hasSize(1);
    }
}
