package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.echo;
import static mesh.core.Jobs.echoes;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mesh.core.CoreService.RequeueAnswer;
import mesh.core.Fix;
import mesh.core.IdempotencyConflictException;
import mesh.core.IdempotencyKey;
import mesh.core.Jobs;
import mesh.core.OverloadedException;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineView;
import mesh.core.engine.CoreSettings;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.MessageBody;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

class ClientsTest extends RuntimeFixture {

    @Test
    void the_same_idempotency_key_gives_the_same_job_and_another_body_is_a_conflict() {
        var key = new IdempotencyKey("k", "h1");
        List<JobId> first = service.submit(List.of(echo()), key);
        assertThat(service.submit(List.of(echo()), key)).isEqualTo(first);
        restart();
        assertThat(service.submit(List.of(echo()), key)).isEqualTo(first);
        assertThatThrownBy(() -> service.submit(List.of(echo()), new IdempotencyKey("k", "h2")))
                .isInstanceOf(IdempotencyConflictException.class);
    }

    @Test
    void a_batch_is_all_there_after_a_restart_and_its_key_gives_the_same_jobs() {
        var key = new IdempotencyKey("batch", "h");
        List<JobId> first = service.submit(echoes(250), key);
        restart();
        assertThat(service.submit(echoes(250), key)).isEqualTo(first);
        assertThat(service.stats().jobs()).containsEntry("queued", 250L);
        disk.failing = true;
        var refused = new IdempotencyKey("refused", "h");
        assertThatThrownBy(() -> service.submit(echoes(250), refused))
                .isInstanceOf(OverloadedException.class);
        disk.failing = false;
        restart();
        assertThat(service.stats().jobs()).containsEntry("queued", 250L);
        assertThat(service.submit(echoes(250), refused)).doesNotContainAnyElementsOf(first);
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
                        100,
                        1 << 20,
                        100,
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
        assertThat(service.stats().jobs())
                .containsEntry("queued", 1L)
                .containsEntry("succeeded", 1L);
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
        await().until(() -> quarantine().size() == 2);
        assertThat(quarantine())
                .extracting(QuarantineView::reason)
                .containsExactlyInAnyOrder("not a Settlement", "was wrong");
        assertThat(requeue(bad.id())).isInstanceOf(RequeueAnswer.StillUnreadable.class);
        assertThat(requeue(UUID.randomUUID())).isInstanceOf(RequeueAnswer.Unknown.class);
        assertThat(requeue(mended.id())).isInstanceOf(RequeueAnswer.Sent.class);
        assertThat(service.await(id, Duration.ofSeconds(10)).orElseThrow().state())
                .isEqualTo(StateName.SUCCEEDED);
        assertThat(service.forget(bad.id())).isTrue();
        assertThat(quarantine()).isEmpty();
        assertThat(service.stats().refused()).containsEntry("quarantined", 2L);
    }

    private List<QuarantineView> quarantine() {
        return service.quarantine(QuarantineQuery.NEWEST).items();
    }

    private RequeueAnswer requeue(UUID id) {
        return service.requeue(id, Fix.NONE, null);
    }

    @Test
    void tells_followers_what_happens_in_order() throws Exception {
        var heard = new ConcurrentLinkedQueue<String>();
        try (AutoCloseable _ =
                service.follow(
                        events ->
                                events.forEach(
                                        event -> heard.add(event.job() + " " + event.name())))) {
            JobId id = submit();
            succeed(id, 1);
            await().until(() -> heard.size() >= 4);
            assertThat(heard)
                    .containsExactly(
                            id + " submitted", id + " awarded", id + " started", id + " succeeded");
        }
    }
}
