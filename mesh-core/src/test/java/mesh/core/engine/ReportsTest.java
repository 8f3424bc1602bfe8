package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.core.job.JobEvent;
import mesh.core.job.Refusal;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Control;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;

/// What attempts say of their work.
class ReportsTest extends EngineFixture {
    private JobId running() {
        JobId id = admit();
        award(id, 1, N1);
        engine.progress(Progress.started(new AttemptRef(id, 1), N1), turn);
        pass(Duration.ofMillis(5));
        return id;
    }

    private Progress progress(JobId id, int attempt, NodeId node) {
        return Progress.at(new AttemptRef(id, attempt), node, 0.4, "four of ten");
    }

    private Progress partial(JobId id, int attempt, NodeId node) {
        return Progress.partial(
                new AttemptRef(id, attempt), node, new Partial(1, new Json("[5,7]")));
    }

    private Progress checkpoint(JobId id, int attempt, NodeId node, String value) {
        return Progress.checkpoint(
                new AttemptRef(id, attempt), node, new Checkpoint(1, 0, new Json(value)));
    }

    @Test
    void what_the_holder_says_is_kept_and_told_with_where_the_job_stands() {
        JobId id = running();
        List<Progress> all =
                List.of(progress(id, 1, N1), partial(id, 1, N1), checkpoint(id, 1, N1, "1"));
        all.forEach(one -> engine.progress(one, turn));
        assertThat(turn.said()).isEqualTo(all);
        assertThat(turn.told())
                .containsExactly(
                        new Turn.Said(all.get(0), 3, StateName.RUNNING),
                        new Turn.Said(all.get(1), 3, StateName.RUNNING),
                        new Turn.Said(all.get(2), 3, StateName.RUNNING));
        assertThat(turn.refused()).isEmpty();
    }

    @Test
    void progress_stands_for_the_award_and_the_start_that_it_overtook() {
        JobId id = admit();
        engine.fill(turn);
        engine.progress(partial(id, 1, N1), turn);
        assertThat(happened())
                .hasExactlyElementsOfTypes(
                        JobEvent.Submitted.class, JobEvent.Awarded.class, JobEvent.Started.class);
        assertThat(turn.said()).hasSize(1);
    }

    @Test
    void every_kind_renews_the_lease() {
        JobId id = running();
        for (Progress one :
                List.of(progress(id, 1, N1), partial(id, 1, N1), checkpoint(id, 1, N1, "1"))) {
            pass(Duration.ofSeconds(14));
            engine.progress(one, turn);
            engine.tick(turn);
            assertThat(happened()).isEmpty();
        }
    }

    @Test
    void another_attempt_and_another_node_are_refused_and_told_to_stop() {
        JobId id = running();
        engine.progress(progress(id, 1, N2), turn);
        engine.progress(partial(id, 2, N1), turn);
        assertThat(turn.said()).isEmpty();
        assertThat(refused())
                .containsEntry(Refusal.OTHER_NODE, 1)
                .containsEntry(Refusal.UNKNOWN_ATTEMPT, 1);
        assertThat(turn.controls())
                .containsExactly(Control.cancel(N2, id, 1), Control.cancel(N1, id, 2));
    }

    @Test
    void work_that_is_read_after_the_end_of_its_attempt_is_kept_until_another_begins() {
        JobId id = running();
        fail(id, 1, N1);
        engine.progress(checkpoint(id, 1, N1, "1"), turn);
        engine.progress(partial(id, 1, N1), turn);
        assertThat(turn.said()).hasSize(2);
        engine.progress(progress(id, 1, N1), turn);
        engine.progress(checkpoint(id, 1, N2, "1"), turn);
        assertThat(turn.said()).hasSize(2);
        assertThat(refused()).containsEntry(Refusal.LATE, 2);
        offeredAfter(Duration.ofSeconds(2));
        award(id, 2, N2);
        engine.progress(checkpoint(id, 1, N1, "1"), turn);
        assertThat(turn.said()).isEmpty();
        assertThat(refused()).containsEntry(Refusal.LATE, 1);
    }

    @Test
    void what_the_last_holder_says_after_the_end_is_left_to_the_store() {
        JobId id = running();
        succeed(id, 1, N1);
        Progress late = partial(id, 1, N1);
        engine.progress(late, turn);
        assertThat(turn.told()).last().isEqualTo(new Turn.Said(late, 4, StateName.SUCCEEDED));
        assertThat(turn.said()).containsExactly(late);
        engine.progress(partial(id, 1, N2), turn);
        assertThat(turn.said()).containsExactly(late);
        assertThat(refused()).containsExactly(Map.entry(Refusal.ENDED, 1));
    }

    @Test
    void who_goes_on_after_a_cancel_is_told_again() {
        JobId id = running();
        engine.cancel(id, turn);
        pass(Duration.ofMillis(5));
        engine.progress(progress(id, 1, N1), turn);
        assertThat(turn.controls()).containsExactly(Control.cancel(N1, id, 1));
    }

    @Test
    void nothing_of_a_job_that_is_not_known_counts_and_its_node_is_told_to_stop() {
        JobId stranger = JobId.make(now, chance);
        Progress work = partial(stranger, 1, N1);
        engine.progress(work, turn);
        engine.progress(checkpoint(stranger, 1, N1, "1"), turn);
        assertThat(turn.said()).isEmpty();
        assertThat(turn.told()).isEmpty();
        assertThat(turn.controls()).containsExactly(Control.cancel(N1, stranger, 1));
        assertThat(refused()).containsEntry(Refusal.UNKNOWN_JOB, 2);
    }

    @Test
    void a_node_that_cannot_run_it_is_not_believed_whatever_it_says() {
        JobId id = admit();
        var stranger = new NodeId("never-seen");
        engine.progress(partial(id, 1, stranger), turn);
        engine.progress(partial(id, 1, stranger), turn);
        assertThat(turn.said()).isEmpty();
        assertThat(refused()).containsExactly(Map.entry(Refusal.NOT_CAPABLE, 2));
        assertThat(turn.controls()).isEmpty();
        award(id, 1, N2);
        beat(stranger, "a", 1, new AttemptRef(id, 1));
        assertThat(turn.controls()).containsExactly(Control.cancel(stranger, id, 1));
    }

    @Test
    void a_checkpoint_counts_to_the_size_of_what_is_on_offer() {
        JobId heavy = running();
        engine.progress(checkpoint(heavy, 1, N1, "\"" + "x".repeat(1_995) + "\""), turn);
        JobId other = admit(4, Optional.empty(), 2_000);
        settle(heavy, 1, N1, Settlement.Outcome.DECLINED, ErrorCode.DRAINING);
        engine.fill(turn);
        assertThat(turn.offers())
                .extracting(wanted -> wanted.spec().id(), Turn.Wanted::whole)
                .containsExactly(tuple(heavy, true), tuple(other, false));
    }
}
