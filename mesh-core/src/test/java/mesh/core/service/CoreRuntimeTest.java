package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.echo;
import static mesh.core.Jobs.echoes;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mesh.core.CoreService;
import mesh.core.CoreService.CancelAnswer;
import mesh.core.CoreService.RequeueAnswer;
import mesh.core.EventView;
import mesh.core.IdempotencyConflictException;
import mesh.core.IdempotencyKey;
import mesh.core.JobView;
import mesh.core.Jobs;
import mesh.core.NodeView;
import mesh.core.OverloadedException;
import mesh.core.QuarantineView;
import mesh.core.engine.CoreSettings;
import mesh.core.job.StateName;
import mesh.core.store.SqliteStore;
import mesh.core.store.Store;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.MessageBody;
import mesh.protocol.link.Link;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.link.Source;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreRuntimeTest {
    private final MemoryBroker broker = new MemoryBroker(InstantSource.system());
    private final Link outside = broker.connect();
    private final ConcurrentLinkedQueue<Offer> offers = new ConcurrentLinkedQueue<>();
    private final FailingStore.Switch disk = new FailingStore.Switch();
    private Path file;
    private Store store;
    private Link link;
    private CoreRuntime core;
    private CoreService service;

    @BeforeEach
    void start(@TempDir Path directory) {
        file = directory.resolve("core.db");
        begin(CoreSettings.DEFAULTS);
        outside.subscribe(
                Source.offers(),
                batch -> {
                    batch.forEach(delivery -> offers.add(delivery.message()));
                    return List.of();
                });
    }

    private void begin(CoreSettings settings) {
        store = new FailingStore(SqliteStore.open(file), disk);
        link = broker.connect();
        core = CoreRuntime.start(settings, store, link, InstantSource.system());
        service = core.service();
    }

    @AfterEach
    void end() {
        core.close();
        link.close();
        store.close();
        outside.close();
    }

    private void restart() {
        core.close();
        link.close();
        store.close();
        begin(CoreSettings.DEFAULTS);
    }

    private JobId submit() {
        return service.submit(List.of(echo()), null).getFirst();
    }

    private void succeed(JobId id, int attempt) {
        var ref = new AttemptRef(id, attempt);
        outside.send(List.of(new Award(id, attempt, N1, null)));
        await().until(() -> service.job(id).orElseThrow().state() == StateName.ASSIGNED);
        outside.send(List.of(Progress.started(ref, N1)));
        await().until(() -> service.job(id).orElseThrow().state() == StateName.RUNNING);
        outside.send(List.of(Settlement.succeeded(ref, N1, new Json("7"), null)));
    }

    @Test
    void a_job_goes_from_submission_to_its_result() {
        JobId id = submit();
        await().until(() -> offers.stream().anyMatch(offer -> offer.job().equals(id)));
        assertThat(offers.peek().payload()).isEqualTo(new Json("{\"say\":\"hi\"}"));
        succeed(id, 1);
        JobView job = service.await(id, Duration.ofSeconds(10)).orElseThrow();
        assertThat(job.state()).isEqualTo(StateName.SUCCEEDED);
        assertThat(job.result()).isEqualTo(new Json("7"));
        assertThat(service.stats().jobs()).containsEntry("succeeded", 1L).containsEntry("queued", 0L);
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
        assertThat(service.stats().jobs()).containsEntry("queued", 1L).containsEntry("succeeded", 1L);
        restart();
        assertThat(service.stats().jobs()).containsEntry("queued", 1L).containsEntry("succeeded", 1L);
    }

    @Test
    void a_node_that_departs_loses_its_job_to_a_second_attempt() throws Exception {
        Link node = broker.connect();
        var capabilities = heartbeat(N1, "a", 1, List.of()).capabilities();
        var subscription =
                node.subscribe(Source.assignments(N1, capabilities), _ -> List.of());
        outside.send(List.of(heartbeat(N1, "a", 1, List.of())));
        await().until(() -> service.node(N1).isPresent());
        JobId id = submit();
        outside.send(List.of(new Award(id, 1, N1, null)));
        await().until(() -> service.job(id).orElseThrow().state() == StateName.ASSIGNED);
        subscription.close();
        await().until(
                        () ->
                                offers.stream()
                                        .anyMatch(o -> o.job().equals(id) && o.attempt() == 2));
        assertThat(service.node(N1).orElseThrow().state()).isEqualTo(NodeView.State.OFFLINE);
        assertThat(service.events(id).orElseThrow())
                .extracting(EventView::name)
                .containsExactly("submitted", "awarded", "attempt-lost");
        node.close();
    }

    @Test
    void the_same_idempotency_key_gives_the_same_job_and_another_body_is_a_conflict() {
        var key = new IdempotencyKey("k", "h1");
        List<JobId> first = service.submit(List.of(echo()), key);
        assertThat(service.submit(List.of(echo()), key)).isEqualTo(first);
        restart();
        assertThat(service.submit(List.of(echo()), key)).isEqualTo(first);
        assertThatThrownBy(
                        () -> service.submit(List.of(echo()), new IdempotencyKey("k", "h2")))
                .isInstanceOf(IdempotencyConflictException.class);
    }

    @Test
    void one_key_used_by_many_at_once_makes_one_job() throws Exception {
        var key = new IdempotencyKey("race", "h");
        var answers = new ArrayList<Future<List<JobId>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> service.submit(List.of(echo()), key)));
            }
        }
        var ids = new HashSet<JobId>();
        for (Future<List<JobId>> answer : answers) {
            ids.addAll(answer.get());
        }
        assertThat(ids).hasSize(1);
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
        JobId id =
                service.submit(List.of(echo(Json.NULL, Duration.ofMillis(1))), null).getFirst();
        JobView job = service.await(id, Duration.ofSeconds(10)).orElseThrow();
        assertThat(job.state()).isEqualTo(StateName.EXPIRED);
        assertThat(job.error()).isNotNull();
    }

    @Test
    void many_jobs_are_admitted_all_or_none_and_too_many_are_refused() {
        core.close();
        link.close();
        store.close();
        var defaults = CoreSettings.DEFAULTS;
        begin(
                new CoreSettings(
                        defaults.lease(),
                        defaults.suspectAfter(),
                        defaults.offlineAfter(),
                        defaults.offerAgain(),
                        10,
                        100));
        service.submit(echoes(90), null);
        assertThatThrownBy(() -> service.submit(echoes(11), null))
                .isInstanceOfSatisfying(
                        OverloadedException.class,
                        refused -> assertThat(refused.tooMuch()).isTrue());
        assertThat(service.stats().jobs()).containsEntry("queued", 90L);
        service.submit(echoes(10), null);
    }

    @Test
    void a_disk_that_does_not_write_refuses_and_goes_on_when_it_does() {
        JobId before = submit();
        disk.failing = true;
        assertThatThrownBy(this::submit)
                .isInstanceOfSatisfying(
                        OverloadedException.class,
                        refused -> assertThat(refused.tooMuch()).isFalse());
        assertThat(service.unready()).isPresent();
        outside.send(
                List.of(Settlement.succeeded(new AttemptRef(before, 1), N1, new Json("1"), null)));
        assertThatThrownBy(this::submit).isInstanceOf(OverloadedException.class);
        assertThat(service.job(before).orElseThrow().state()).isEqualTo(StateName.QUEUED);
        disk.failing = false;
        assertThat(service.await(before, Duration.ofSeconds(10)).orElseThrow().state())
                .isEqualTo(StateName.SUCCEEDED);
        JobId after = submit();
        assertThat(service.job(after)).isPresent();
        assertThat(service.unready()).isEmpty();
        assertThat(service.stats().jobs()).containsEntry("queued", 1L).containsEntry("succeeded", 1L);
    }

    @Test
    void says_why_a_job_waits_and_what_would_let_it_run() throws Exception {
        outside.send(List.of(heartbeat(N1, "a", 1, List.of())));
        await().until(() -> service.node(N1).isPresent());
        var needs = Needs.of(MeshJson.MAPPER.readTree("{\"gpu\":\">=1\"}"));
        var why = service.why(Jobs.ECHO, needs);
        assertThat(why.code()).isEqualTo("no-capable-node");
        assertThat(why.change()).contains("n1").contains("gpu >= 1");
        assertThat(service.why(Jobs.ECHO, Needs.NONE).code()).isEqualTo("awaiting-award");
    }

    @Test
    void keeps_what_was_put_aside_and_gives_it_another_try() {
        JobId id = submit();
        outside.send(List.of(Progress.started(new AttemptRef(id, 1), N1)));
        String good =
                MessageBody.write(
                        List.of(
                                Settlement.succeeded(
                                        new AttemptRef(id, 1), N1, new Json("5"), null)));
        var bad = new Quarantined(UUID.randomUUID(), "mesh.settlements", "not a Settlement", "{");
        var mended = new Quarantined(UUID.randomUUID(), "mesh.settlements", "was wrong", good);
        outside.send(List.of(bad, mended));
        await().until(() -> service.quarantine().size() == 2);
        assertThat(service.quarantine())
                .extracting(QuarantineView::reason)
                .containsExactlyInAnyOrder("not a Settlement", "was wrong");
        assertThat(service.requeue(bad.id())).isInstanceOf(RequeueAnswer.StillUnreadable.class);
        assertThat(service.requeue(UUID.randomUUID())).isInstanceOf(RequeueAnswer.Unknown.class);
        assertThat(service.requeue(mended.id())).isInstanceOf(RequeueAnswer.Requeued.class);
        assertThat(service.await(id, Duration.ofSeconds(10)).orElseThrow().state())
                .isEqualTo(StateName.SUCCEEDED);
        assertThat(service.forget(bad.id())).isTrue();
        assertThat(service.quarantine()).isEmpty();
        assertThat(service.stats().refused()).containsEntry("quarantined", 2L);
    }

    @Test
    void tells_followers_what_happens_in_order() throws Exception {
        var heard = new ConcurrentLinkedQueue<String>();
        try (AutoCloseable _ =
                service.follow(event -> heard.add(event.job() + " " + event.name()))) {
            JobId id = submit();
            succeed(id, 1);
            await().until(() -> heard.size() >= 4);
            assertThat(heard)
                    .containsExactly(
                            id + " submitted", id + " awarded", id + " started", id + " succeeded");
        }
    }
}
