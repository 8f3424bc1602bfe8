package mesh.core.store;

import static mesh.core.Jobs.N1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.Jobs;
import mesh.core.Labels;
import mesh.core.NewJob;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineView;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.CoreSettings;
import mesh.core.engine.Turn;
import mesh.core.job.JobEvent;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.core.job.Refusal;
import mesh.core.job.StateName;
import mesh.core.store.Store.OpenRow;
import mesh.core.store.Store.Unreadable;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;

/// Rows that are damaged, or that a version wrote which took what this one does not.
class UnreadableTest extends StoreFixture {
    private final List<OpenRow> open = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();

    /// Those that have rows.
    static Stream<StoreKind> stores() {
        return Stream.of(new StoreKind.Sqlite(), new StoreKind.Postgres());
    }

    private void damage(String... statements) {
        store.close();
        Stream.of(statements).forEach(kind::execute);
        store = kind.open();
    }

    private void read() {
        open.clear();
        unreadable.clear();
        store.open(open::add, unreadable::add);
    }

    /// What a core does with them at its start.
    private CoreEngine start() {
        var fresh = new CoreEngine(CoreSettings.DEFAULTS, nodes, chance);
        read();
        open.forEach(row -> fresh.restore(row.spec(), row.state(), row.seq(), NOW));
        unreadable.forEach(
                one ->
                        fresh.unreadable(
                                one.id(), one.state(), one.attempt(), one.seq(), one.reason()));
        writes = Writes.of(new Turn(NOW.plusSeconds(1)));
        fresh.expire(writes.turn());
        commit();
        return fresh;
    }

    @Test
    void a_job_that_cannot_be_read_ends_and_keeps_no_start_from_succeeding() {
        List<JobId> broken = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            broken.add(admit(Labels.NONE));
        }
        JobId well = admit(Labels.NONE);
        commit();
        damage(
                "UPDATE specs SET needs = 'no json' WHERE seq = 1",
                "UPDATE specs SET needs = '\"gpu >\"' WHERE seq = 2",
                "UPDATE jobs SET log = 'sX' WHERE seq = 3",
                "UPDATE jobs SET log = log || '\nq1 what' WHERE seq = 4",
                "UPDATE jobs SET type = '' WHERE seq = 5",
                "DELETE FROM specs WHERE seq = 6",
                "UPDATE jobs SET ended = 9, state = 9 WHERE seq = 7",
                "UPDATE jobs SET log = log || '\nc1' WHERE seq = 8");

        start();

        assertThat(open).extracting(row -> row.spec().id()).containsExactly(well);
        assertThat(unreadable)
                .extracting(Unreadable::id)
                .containsExactlyInAnyOrderElementsOf(broken);
        for (JobId id : broken) {
            JobView job = store.job(id).orElseThrow();
            assertThat(job.state()).isEqualTo(StateName.FAILED);
            assertThat(job.error().code()).isEqualTo(ErrorCode.UNREADABLE);
            assertThat(job.finishedAt()).isEqualTo(NOW.plusSeconds(1));
            assertThat(store.events(id).getLast().name()).isEqualTo("failed");
            assertThat(store.quarantined(id.value()).orElseThrow().reason())
                    .startsWith("unreadable: ");
        }
        assertThat(store.counts())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(StateName.QUEUED, 1L, StateName.FAILED, 8L));
        read();
        assertThat(unreadable).isEmpty();
        assertThat(store.dead()).isEqualTo(8);
    }

    @Test
    void an_attempt_of_it_that_is_still_settled_is_refused_as_of_a_job_that_has_ended() {
        JobId id = admit(Labels.NONE);
        engine.award(new Award(id, 1, N1, null), writes.turn());
        commit();
        damage("UPDATE jobs SET log = log || '\nq1 what' WHERE seq = 1");
        start();
        var fresh = new CoreEngine(CoreSettings.DEFAULTS, nodes, chance);

        store.ended(List.of(id)).forEach(fresh::recall);

        var late = Settlement.succeeded(new AttemptRef(id, 1), N1, Json.NULL, null);
        assertThat(fresh.settle(late, new Turn(NOW))).contains(Refusal.ENDED);
    }

    @Test
    void lists_show_what_can_be_read_and_say_what_cannot() {
        JobId labelled = admit(Jobs.labels("{\"team\":\"a\"}"));
        JobId resulted = admit(Labels.NONE);
        JobId payloaded = admit(Labels.NONE);
        commit();
        damage(
                "UPDATE specs SET labels = '{' WHERE seq = 1",
                "UPDATE jobs SET result = '{' WHERE seq = 2",
                "UPDATE specs SET payload = '{\"a\":' WHERE seq = 3");

        List<JobView> jobs = store.jobs(new JobQuery(null, null, null, 10, null)).items();

        assertThat(jobs)
                .extracting(job -> job.error().message().split(":")[0])
                .containsExactlyInAnyOrder(
                        "its labels cannot be read",
                        "its result cannot be read",
                        "its payload cannot be read");
        assertThat(jobs).extracting(JobView::id).contains(labelled, resulted, payloaded);
        assertThat(store.payloads(List.of(labelled, payloaded))).containsOnlyKeys(labelled);
        assertThatThrownBy(() -> NewJob.again(jobs.getFirst(), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("submit it anew, or mend its row in the store");
    }

    @Test
    void a_row_of_a_node_that_cannot_be_read_is_put_aside_once() {
        engine.heartbeat(
                new Delivery<>(Jobs.heartbeat(N1, "b", 2, List.of()), NOW.plusSeconds(1)),
                writes.turn());
        commit();
        damage("UPDATE nodes SET heartbeat = '{\"node\":'");
        for (int start = 0; start < 2; start++) {
            store.nodes(node -> {}, writes.quarantined()::add);
            commit();
        }

        assertThat(store.nodes()).isEmpty();
        List<QuarantineView> aside =
                store.quarantine(new QuarantineQuery(null, null, null, null, null, 10, null))
                        .items();
        assertThat(aside).singleElement().extracting(QuarantineView::from).isEqualTo("nodes");
        assertThat(aside.getFirst().reason()).contains("row of node n1 cannot be read");
    }

    @Test
    void what_is_unreadable_ends_a_job_in_any_state_that_is_open() {
        var error = new JobError(ErrorCode.UNREADABLE, "why");
        var failed = new JobEvent.Failed(3, null, error);

        assertThat(Lifecycle.apply(JobState.Queued.NEW, failed))
                .isEqualTo(new JobState.Failed(0, error));
        assertThat(Lifecycle.apply(new JobState.Running(3, N1, JobState.History.NONE), failed))
                .isEqualTo(new JobState.Failed(3, error));
    }
}
