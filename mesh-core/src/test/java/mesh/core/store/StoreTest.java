package mesh.core.store;

import static mesh.core.Jobs.N1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mesh.core.IdempotencyKey;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.Jobs;
import mesh.core.Labels;
import mesh.core.NewJob;
import mesh.core.Page;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineView;
import mesh.core.engine.NodeTable;
import mesh.core.engine.Turn;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// What every store keeps, and how.
class StoreTest extends StoreFixture {

    @Test
    void gives_payloads_and_results_back_as_they_were_written() {
        String written =
                "[1e9,-0.0,-0,1.0,\"\\u0000\\u00fc\\/\",\"ü\u2028\ufeff\ufffd\uD83D\uDE00\u0085\","
                        + "\"'; -- %s ? \\\\x00 {}\",12345678901234567890.10]";
        JobId id = admit(Labels.NONE, new Json(written));
        commit();
        engine.award(new Award(id, 1, N1, null), writes.turn());
        engine.settle(
                Settlement.succeeded(new AttemptRef(id, 1), N1, new Json(written), null),
                writes.turn());
        commit();
        reopen();
        JobView job = store.job(id).orElseThrow();
        assertThat(job.payload().text()).isEqualTo(written);
        assertThat(job.result().text()).isEqualTo(written);
    }

    @Test
    void keeps_a_job_over_its_whole_life() {
        JobId id = admit(Jobs.labels("{\"team\":\"a\"}"));
        commit();
        reopen();
        JobView queued = store.job(id).orElseThrow();
        assertThat(queued.state()).isEqualTo(StateName.QUEUED);
        assertThat(queued.payload()).isEqualTo(new Json("{\"n\":1}"));
        assertThat(queued.deadline()).isEqualTo(NOW.plusSeconds(9));
        assertThat(queued.createdAt()).isEqualTo(NOW);
        engine.award(new Award(id, 1, N1, null), writes.turn());
        engine.settle(
                Settlement.succeeded(new AttemptRef(id, 1), N1, new Json("[1,2]"), null),
                writes.turn());
        commit();
        reopen();
        JobView ended = store.job(id).orElseThrow();
        assertThat(ended.state()).isEqualTo(StateName.SUCCEEDED);
        assertThat(ended.result()).isEqualTo(new Json("[1,2]"));
        assertThat(ended.node()).isEqualTo(N1);
        assertThat(ended.attempt()).isEqualTo(1);
        assertThat(ended.finishedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(store.events(id))
                .extracting(event -> event.seq() + " " + event.name())
                .containsExactly("1 submitted", "2 awarded", "3 started", "4 succeeded");
        assertThat(store.counts()).containsExactly(Map.entry(StateName.SUCCEEDED, 1L));
    }

    @Test
    void gives_back_what_is_open_with_the_state_that_its_events_fold_to() {
        JobId lost = admit(Labels.NONE);
        JobId waiting = admit(Labels.NONE);
        JobId ended = admit(Labels.NONE);
        engine.departed(N1, writes.turn());
        engine.award(new Award(lost, 1, N1, null), writes.turn());
        engine.cancel(ended, writes.turn());
        commit();
        reopen();
        var rows = new ArrayList<Store.OpenRow>();
        store.open(rows::add);
        assertThat(rows)
                .extracting(row -> row.spec().id())
                .containsExactlyInAnyOrder(lost, waiting);
        Store.OpenRow row =
                rows.stream().filter(r -> r.spec().id().equals(lost)).findFirst().orElseThrow();
        assertThat(row.seq()).isEqualTo(3);
        assertThat(row.state())
                .isInstanceOfSatisfying(
                        JobState.Queued.class,
                        queued -> {
                            assertThat(queued.attempt()).isEqualTo(1);
                            assertThat(queued.history().avoid()).containsExactly(N1);
                        });
    }

    @Test
    void gives_back_for_whom_each_open_job_is() {
        for (String labels :
                List.of("{\"tenant\":\"a\",\"x\":\"y\"}", "[\"x\",\"tenant=b\"]", "{}")) {
            NewJob job =
                    new NewJob(
                            Jobs.ECHO,
                            Needs.NONE,
                            Json.NULL,
                            4,
                            null,
                            null,
                            3,
                            Jobs.labels(labels),
                            null);
            JobSpec spec = job.spec(JobId.make(NOW, chance), NOW);
            engine.admit(spec, writes.turn());
            writes.admitted()
                    .add(new Writes.Admitted(spec, job.payload(), job.labels(), NOW, null));
        }
        commit();
        reopen();

        var tenants = new ArrayList<String>();
        store.open(row -> tenants.add(row.spec().tenant()));
        assertThat(tenants).containsExactlyInAnyOrder("a", "b", "");
    }

    @Test
    void lists_by_state_type_and_label_in_pages() {
        for (int i = 0; i < 5; i++) {
            admit(Jobs.labels("{\"team\":\"a\"}"));
        }
        JobId other = admit(Jobs.labels("[\"b\"]"));
        engine.cancel(other, writes.turn());
        commit();
        Page<JobView> first = store.jobs(new JobQuery(StateName.QUEUED, "echo", "team=a", 3, null));
        assertThat(first.items()).hasSize(3);
        Page<JobView> second =
                store.jobs(
                        new JobQuery(
                                StateName.QUEUED,
                                "echo",
                                "team",
                                3,
                                JobId.parse(first.next()).orElseThrow()));
        assertThat(second.items()).hasSize(2);
        assertThat(second.next()).isNull();
        assertThat(first.items()).doesNotContainAnyElementsOf(second.items());
        assertThat(store.jobs(new JobQuery(null, null, "b", 10, null)).items())
                .extracting(JobView::id)
                .containsExactly(other);
        assertThat(store.jobs(new JobQuery(null, "sleep", null, 10, null)).items()).isEmpty();
    }

    @Test
    void a_page_of_large_jobs_is_shorter_and_says_where_to_go_on() {
        for (int i = 0; i < 12; i++) {
            admit(Labels.NONE, new Json("\"" + "x".repeat(1_000_000) + "\""));
        }
        commit();
        Page<JobView> first = store.jobs(new JobQuery(null, null, null, 100, null));
        assertThat(first.items()).hasSize(8);
        JobId last = JobId.parse(first.next()).orElseThrow();
        Page<JobView> second = store.jobs(new JobQuery(null, null, null, 100, last));
        assertThat(second.items()).hasSize(4);
        assertThat(second.next()).isNull();
    }

    @Test
    void remembers_idempotency_keys_over_a_restart() {
        JobId id = admit(Labels.NONE);
        writes.keys().add(new Writes.Key(new IdempotencyKey("k", "hash"), List.of(id)));
        commit();
        reopen();
        assertThat(store.remembered("k")).contains(new Store.Remembered("hash", List.of(id)));
        assertThat(store.remembered("other")).isEmpty();
    }

    @Test
    void a_commit_that_fails_leaves_nothing_behind_and_the_next_works() {
        JobId id = admit(Labels.NONE);
        commit();
        var doubled = Writes.of(new Turn(NOW));
        JobId fresh = JobId.make(NOW, chance);
        JobSpec spec = spec(fresh, 3);
        JobSpec again = spec(id, 3);
        doubled.admitted().add(new Writes.Admitted(spec, Json.NULL, Labels.NONE, NOW, null));
        doubled.admitted().add(new Writes.Admitted(again, Json.NULL, Labels.NONE, NOW, null));
        assertThatThrownBy(() -> store.commit(doubled)).isInstanceOf(StoreException.class);
        assertThat(store.job(fresh)).isEmpty();
        JobId next = admit(Labels.NONE);
        commit();
        assertThat(store.job(next)).isPresent();
    }

    @Test
    void keeps_who_was_asked_to_drain_until_it_starts_anew() {
        engine.drain(N1, writes.turn());
        commit();
        reopen();
        assertThat(store.nodes()).singleElement().matches(NodeTable.Known::toDrain);
        engine.heartbeat(new Delivery<>(Jobs.heartbeat(N1, "b", 1, List.of()), NOW), writes.turn());
        commit();
        reopen();
        assertThat(store.nodes()).singleElement().matches(known -> !known.toDrain());
    }

    @Test
    void forgets_a_node_that_was_not_heard_for_a_week() {
        engine.heartbeat(new Delivery<>(Jobs.heartbeat(N1, "b", 1, List.of()), NOW), writes.turn());
        commit();
        Instant later = NOW.plus(NodeTable.KEPT).plusSeconds(1);
        var turn = new Turn(later);
        engine.tick(turn);
        var look = new Turn(later.plus(Limits.LONGEST_HEARTBEAT));
        engine.tick(look);
        assertThat(look.forgotten()).containsExactly(N1);
        store.commit(Writes.of(look));
        reopen();
        assertThat(store.nodes()).isEmpty();
    }

    @Test
    void keeps_nodes_and_quarantine() {
        engine.heartbeat(new Delivery<>(Jobs.heartbeat(N1, "b", 1, List.of()), NOW), writes.turn());
        var put =
                new QuarantineView(
                        UUID.randomUUID(), NOW, "mesh.settlements", "not a Settlement", "{");
        writes.quarantined().add(put);
        commit();
        reopen();
        assertThat(store.nodes())
                .singleElement()
                .satisfies(known -> assertThat(known.heartbeat().node()).isEqualTo(N1))
                .satisfies(known -> assertThat(known.toDrain()).isFalse());
        assertThat(store.quarantine(QuarantineQuery.NEWEST).items()).containsExactly(put);
        writes.forgotten().add(put.id());
        commit();
        assertThat(store.quarantined(put.id())).isEmpty();
    }
}
