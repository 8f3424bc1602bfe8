package mesh.core.store;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.Labels;
import mesh.core.PartialView;
import mesh.core.ProgressView;
import mesh.core.RefusalView;
import mesh.core.engine.Unfiltered;
import mesh.core.job.Refusal;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What attempts say of their work, and what was refused.
class SayingsTest extends StoreFixture {
    private JobId id;

    /// A job whose first attempt is with the first node.
    @BeforeEach
    void award() {
        id = admit(Labels.NONE);
        engine.award(new Award(id, 1, N1, null), writes.turn());
        commit();
    }

    /// The first attempt is declined, and the second is with the second node.
    private void awardAgain() {
        engine.settle(
                Settlement.unsuccessful(
                        new AttemptRef(id, 1),
                        N1,
                        Settlement.Outcome.DECLINED,
                        new JobError(ErrorCode.DRAINING, "leaving"),
                        null),
                writes.turn());
        engine.award(new Award(id, 2, N2, null), writes.turn());
        commit();
        assertThat(store.job(id).orElseThrow().attempt()).isEqualTo(2);
    }

    private void succeed(int attempt, NodeId node) {
        engine.settle(
                Settlement.succeeded(new AttemptRef(id, attempt), node, new Json("7"), null),
                writes.turn());
        commit();
        assertThat(store.job(id).orElseThrow().finishedAt()).isNotNull();
    }

    private void say(Progress progress) {
        Unfiltered.said(writes.turn(), progress);
        commit();
    }

    private void partial(int attempt, NodeId node, int number, String value) {
        var partial = new Partial(number, new Json(value));
        say(Progress.partial(new AttemptRef(id, attempt), node, partial));
    }

    private void checkpoint(int attempt, NodeId node, int number, String value) {
        var saved = new Checkpoint(number, 0, new Json(value));
        say(Progress.checkpoint(new AttemptRef(id, attempt), node, saved));
    }

    private List<String> partials() {
        reopen();
        return store.partials(id, 0, 100).stream()
                .map(one -> "%d.%d=%s".formatted(one.attempt(), one.number(), one.value()))
                .toList();
    }

    private String checkpoint() {
        reopen();
        Checkpoint saved = store.checkpoints(List.of(id)).get(id);
        return saved == null ? "none" : saved.number() + "=" + saved.value();
    }

    @Test
    void partial_results_are_kept_and_counted_and_listed_from_a_number_on() {
        for (int number = 1; number <= 5; number++) {
            partial(1, N1, number, "" + number);
        }
        assertThat(partials()).containsExactly("1.1=1", "1.2=2", "1.3=3", "1.4=4", "1.5=5");
        assertThat(store.partials(id, 2, 2)).extracting(PartialView::number).containsExactly(3, 4);
        assertThat(store.partials(id, 0, 1).getFirst())
                .isEqualTo(new PartialView(1, 1, N1, NOW.plusSeconds(1), new Json("1")));
        assertThat(store.job(id).orElseThrow().partials()).isEqualTo(5);
        assertThat(store.jobs(new JobQuery(null, null, null, 10, null)).items())
                .extracting(JobView::partials)
                .containsExactly(5);
    }

    @Test
    void a_partial_result_gives_way_to_a_newer_attempt_and_to_nothing_else() {
        partial(1, N1, 1, "10");
        partial(1, N1, 1, "11");
        partial(1, N1, 2, "12");
        awardAgain();
        assertThat(partials()).containsExactly("1.1=10", "1.2=12");
        partial(2, N2, 1, "20");
        partial(2, N2, 1, "21");
        assertThat(partials()).containsExactly("2.1=20", "1.2=12");
    }

    @Test
    void nothing_is_kept_for_another_attempt_or_node() {
        awardAgain();
        partial(1, N1, 1, "1");
        partial(2, N1, 1, "2");
        partial(3, N2, 1, "3");
        checkpoint(1, N1, 1, "1");
        checkpoint(2, N1, 1, "2");
        say(Progress.at(new AttemptRef(id, 1), N1, 0.5, "late"));
        assertThat(partials()).isEmpty();
        assertThat(checkpoint()).isEqualTo("none");
        assertThat(store.job(id).orElseThrow().progress()).isNull();
    }

    @Test
    void nothing_is_kept_for_an_unknown_job() {
        id = JobId.make(NOW, chance);
        partial(1, N1, 1, "1");
        checkpoint(1, N1, 1, "1");
        Unfiltered.refused(writes.turn(), new AttemptRef(id, 1), N1, Refusal.UNKNOWN_JOB);
        commit();
        assertThat(partials()).isEmpty();
        assertThat(checkpoint()).isEqualTo("none");
    }

    @Test
    void a_partial_result_that_is_read_after_the_settlement_is_kept_all_the_same() {
        succeed(1, N1);
        partial(1, N1, 1, "1");
        assertThat(partials()).containsExactly("1.1=1");
    }

    @Test
    void a_checkpoint_only_goes_forward() {
        checkpoint(1, N1, 2, "2");
        checkpoint(1, N1, 1, "1");
        assertThat(checkpoint()).isEqualTo("2=2");
        checkpoint(1, N1, 3, "3");
        assertThat(checkpoint()).isEqualTo("3=3");
        awardAgain();
        assertThat(checkpoint()).isEqualTo("3=3");
        checkpoint(2, N2, 1, "10");
        assertThat(checkpoint()).isEqualTo("1=10");
        assertThat(store.job(id).orElseThrow().checkpoint()).isEqualTo(1);
    }

    @Test
    void the_checkpoint_of_a_job_that_ended_is_gone_and_a_late_one_not_kept() {
        checkpoint(1, N1, 1, "1");
        succeed(1, N1);
        assertThat(checkpoint()).isEqualTo("none");
        checkpoint(1, N1, 2, "2");
        assertThat(checkpoint()).isEqualTo("none");
        assertThat(store.job(id).orElseThrow().checkpoint()).isZero();
    }

    @Test
    void a_checkpoint_goes_with_its_job_also_after_a_restart_or_a_commit_that_failed() {
        checkpoint(1, N1, 1, "1");
        JobId other = admit(Labels.NONE);
        commit();
        reopen();
        engine.settle(
                Settlement.succeeded(new AttemptRef(id, 1), N1, new Json("7"), null),
                writes.turn());
        var twice = new Writes.Admitted(spec(other, 3), new Json("1"), Labels.NONE, NOW, null);
        writes.admitted().add(twice);
        assertThatThrownBy(() -> store.commit(writes)).isInstanceOf(StoreException.class);
        assertThat(store.checkpoints(List.of(id))).containsKey(id);
        writes.admitted().clear();
        commit();
        assertThat(store.job(id).orElseThrow().finishedAt()).isNotNull();
        assertThat(checkpoint()).isEqualTo("none");
    }

    @Test
    void shows_the_last_progress() {
        say(Progress.at(new AttemptRef(id, 1), N1, 0.25, "a quarter"));
        say(Progress.at(new AttemptRef(id, 1), N1, 0.75, null));
        reopen();
        assertThat(store.job(id).orElseThrow().progress())
                .isEqualTo(new ProgressView(0.75, null, NOW.plusSeconds(1)));
    }

    @Test
    void counts_refusals_by_reason_and_keeps_the_last_of_each() {
        Unfiltered.refused(writes.turn(), new AttemptRef(id, 3), N1, Refusal.LATE);
        Unfiltered.refused(writes.turn(), new AttemptRef(id, 1), N2, Refusal.OTHER_NODE);
        commit();
        Unfiltered.refused(writes.turn(), new AttemptRef(id, 4), N2, Refusal.LATE);
        Unfiltered.refused(writes.turn(), new AttemptRef(id, 5), N2, Refusal.LATE);
        commit();
        reopen();
        assertThat(store.job(id).orElseThrow().refused())
                .containsExactly(
                        new RefusalView("late", 3, 5, N2, NOW.plusSeconds(1)),
                        new RefusalView("other-node", 1, 1, N2, NOW.plusSeconds(1)));
        assertThat(store.jobs(new JobQuery(null, null, null, 10, null)).items())
                .extracting(JobView::refused)
                .containsExactly(List.of());
    }

    @Test
    void an_escaped_nul_comes_back_as_it_was() {
        partial(1, N1, 1, "\"a\\u0000b\"");
        Labels odd = mesh.core.Jobs.labels("{\"a\":\"b\\u0000c\"}");
        JobId other = admit(odd, new Json("\"\\u0000\""));
        commit();
        reopen();
        assertThat(store.partials(id, 0, 1).getFirst().value())
                .isEqualTo(new Json("\"a\\u0000b\""));
        JobView job = store.job(other).orElseThrow();
        assertThat(job.payload()).isEqualTo(new Json("\"\\u0000\""));
        assertThat(job.labels()).isEqualTo(odd);
        assertThat(store.jobs(new JobQuery(null, null, "a=b\0c", 10, null)).items())
                .extracting(JobView::id)
                .containsExactly(other);
        assertThat(store.payloads(List.of(id, other))).containsOnlyKeys(id, other);
        assertThat(store.checkpoints(List.of())).isEqualTo(Map.of());
    }
}
