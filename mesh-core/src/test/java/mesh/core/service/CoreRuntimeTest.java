package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.echo;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import mesh.core.CoreService.CancelAnswer;
import mesh.core.EventView;
import mesh.core.JobView;
import mesh.core.NodeView;
import mesh.core.engine.CoreSettings;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.link.Link;
import mesh.protocol.link.Source;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;

class CoreRuntimeTest extends RuntimeFixture {

    @Test
    void a_job_goes_from_submission_to_its_result() {
        JobId id = submit();
        await().until(() -> offers.stream().anyMatch(offer -> offer.job().equals(id)));
        assertThat(offers.peek().payload()).isEqualTo(new Json("{\"say\":\"hi\"}"));
        succeed(id, 1);
        JobView job = service.await(id, Duration.ofSeconds(10)).orElseThrow();
        assertThat(job.state()).isEqualTo(StateName.SUCCEEDED);
        assertThat(job.result()).isEqualTo(new Json("7"));
        assertThat(service.stats().jobs())
                .containsEntry("succeeded", 1L)
                .containsEntry("queued", 0L);
        assertThat(service.why(id).orElseThrow().code()).isEqualTo("ended");
    }

    @Test
    void refuses_and_counts_what_is_late_repeated_or_from_a_stranger() {
        JobId id = submit();
        succeed(id, 1);
        service.await(id, Duration.ofSeconds(10));
        var ref = new AttemptRef(id, 1);
        outside.send(
                List.of(
                        Settlement.succeeded(ref, N1, new Json("8"), null),
                        Settlement.succeeded(new AttemptRef(id, 2), N2, new Json("9"), null),
                        Settlement.succeeded(
                                new AttemptRef(new JobId(UUID.randomUUID()), 1), N1, null, null)));
        await().untilAsserted(
                        () ->
                                assertThat(service.stats().refused())
                                        .containsEntry("repeated", 1L)
                                        .containsEntry("ended", 1L)
                                        .containsEntry("unknown-job", 1L));
        assertThat(service.job(id).orElseThrow().result()).isEqualTo(new Json("7"));
    }

    @Test
    void goes_on_after_a_restart_where_it_was() {
        JobId queued = submit();
        JobId held = submit();
        outside.send(List.of(new Award(held, 1, N1, null)));
        await().until(() -> service.job(held).orElseThrow().state() == StateName.ASSIGNED);
        core.close();
        link.close();
        store.close();
        outside.send(
                List.of(Settlement.succeeded(new AttemptRef(held, 1), N1, new Json("1"), null)));
        offers.clear();
        begin(CoreSettings.DEFAULTS);
        assertThat(service.await(held, Duration.ofSeconds(10)).orElseThrow().state())
                .isEqualTo(StateName.SUCCEEDED);
        await().until(() -> offers.stream().anyMatch(offer -> offer.job().equals(queued)));
        assertThat(service.stats().jobs())
                .containsEntry("queued", 1L)
                .containsEntry("succeeded", 1L);
        restart();
        assertThat(service.stats().jobs())
                .containsEntry("queued", 1L)
                .containsEntry("succeeded", 1L);
    }

    @Test
    void a_node_that_departs_loses_its_job_to_a_second_attempt() throws Exception {
        Link node = broker.connect();
        var capabilities = heartbeat(N1, "a", 1, List.of()).capabilities();
        var subscription = node.subscribe(Source.assignments(N1, capabilities), _ -> List.of());
        outside.send(List.of(heartbeat(N1, "a", 1, List.of())));
        await().until(() -> service.node(N1).isPresent());
        JobId id = submit();
        outside.send(List.of(new Award(id, 1, N1, null)));
        await().until(() -> service.job(id).orElseThrow().state() == StateName.ASSIGNED);
        subscription.close();
        await().until(() -> offers.stream().anyMatch(o -> o.job().equals(id) && o.attempt() == 2));
        assertThat(service.node(N1).orElseThrow().state()).isEqualTo(NodeView.State.OFFLINE);
        assertThat(service.events(id).orElseThrow())
                .extracting(EventView::name)
                .containsExactly("submitted", "awarded", "attempt-lost");
        node.close();
    }

    @Test
    void cancels_a_queued_job_and_tells_the_node_of_a_running_one() {
        var controls = new ConcurrentLinkedQueue<Control>();
        outside.subscribe(
                Source.control(N1),
                batch -> {
                    batch.forEach(delivery -> controls.add(delivery.message()));
                    return List.of();
                });
        JobId queued = submit();
        assertThat(service.cancel(queued)).isEqualTo(CancelAnswer.ACCEPTED);
        assertThat(service.cancel(queued)).isEqualTo(CancelAnswer.ENDED_ALREADY);
        assertThat(service.cancel(new JobId(UUID.randomUUID()))).isEqualTo(CancelAnswer.UNKNOWN);
        JobId running = submit();
        outside.send(List.of(Progress.started(new AttemptRef(running, 1), N1)));
        await().until(() -> service.job(running).orElseThrow().state() == StateName.RUNNING);
        assertThat(service.cancel(running)).isEqualTo(CancelAnswer.ACCEPTED);
        await().until(() -> controls.contains(Control.cancel(N1, running, 1)));
        assertThat(service.job(running).orElseThrow().state()).isEqualTo(StateName.CANCELLED);
    }

    @Test
    void a_job_whose_time_is_over_expires() {
        JobId id = service.submit(List.of(echo(Json.NULL, Duration.ofMillis(1))), null).getFirst();
        JobView job = service.await(id, Duration.ofSeconds(10)).orElseThrow();
        assertThat(job.state()).isEqualTo(StateName.EXPIRED);
        assertThat(job.error()).isNotNull();
    }
}
