package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.core.Jobs;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Refusal;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// Who is believed of an attempt whose award the core has not read.
class EligibilityTest extends EngineFixture {

    private JobId offered() {
        JobId id = admit();
        engine.fill(turn);
        return id;
    }

    private static JobSpec spec(JobId id) {
        return new JobSpec(id, Jobs.ECHO, Needs.NONE, 4, Optional.empty(), Optional.empty(), 3, 4);
    }

    private void drains(NodeId node, long seq) {
        Heartbeat beat = heartbeat(node, "a", seq, List.of());
        var draining =
                new Heartbeat(
                        node,
                        "a",
                        seq,
                        beat.capabilities(),
                        beat.slots(),
                        0,
                        true,
                        beat.bid(),
                        List.of(),
                        beat.version());
        engine.heartbeat(new Delivery<>(draining, now), turn);
    }

    @Test
    void a_settlement_may_overtake_the_award_of_what_is_on_offer() {
        JobId id = offered();

        assertThat(succeed(id, 1, N1)).isEmpty();
    }

    @Test
    void nothing_is_believed_of_a_job_that_was_not_put_on_offer() {
        for (int i = 0; i < 6; i++) {
            offered();
        }
        JobId waits = admit();
        engine.fill(turn);
        assertThat(turn.offers()).extracting(Turn.Wanted::id).doesNotContain(waits);

        assertThat(succeed(waits, 1, N1)).contains(Refusal.UNKNOWN_ATTEMPT);
        engine.progress(Progress.started(new AttemptRef(waits, 1), N1), turn);
        assertThat(refused()).containsEntry(Refusal.UNKNOWN_ATTEMPT, 2);
    }

    @Test
    void a_node_that_drained_before_the_offer_is_not_believed() {
        drains(N1, 2);
        pass(Duration.ofMillis(1));
        JobId id = offered();

        assertThat(succeed(id, 1, N1)).contains(Refusal.NOT_ELIGIBLE);
        engine.progress(Progress.started(new AttemptRef(id, 1), N1), turn);
        assertThat(refused()).containsExactlyEntriesOf(Map.of(Refusal.NOT_ELIGIBLE, 2));
        assertThat(succeed(id, 1, N2)).isEmpty();
    }

    @Test
    void a_node_that_drained_after_the_offer_may_have_won_it() {
        JobId id = offered();
        pass(Duration.ofMillis(1));
        drains(N1, 2);

        assertThat(succeed(id, 1, N1)).isEmpty();
    }

    @Test
    void a_node_that_takes_jobs_again_is_believed_again() {
        drains(N1, 2);
        beat(N1, "a", 3);
        pass(Duration.ofMillis(1));

        assertThat(succeed(offered(), 1, N1)).isEmpty();
    }

    @Test
    void a_node_that_had_left_before_the_offer_is_not_believed_and_its_last_word_is() {
        JobId before = offered();
        pass(Duration.ofMillis(1));
        engine.departed(N1, turn);
        pass(Duration.ofMillis(1));
        JobId after = offered();

        assertThat(succeed(after, 1, N1)).contains(Refusal.NOT_ELIGIBLE);
        assertThat(succeed(before, 1, N1)).isEmpty();
    }

    @Test
    void a_node_that_was_silent_for_long_before_the_offer_is_not_believed() {
        engine.expire(turn);
        pass(SETTINGS.offlineAfter().plusMillis(1));

        assertThat(succeed(offered(), 1, N1)).contains(Refusal.NOT_ELIGIBLE);
    }

    @Test
    void the_next_attempt_counts_from_its_own_offer() {
        JobId id = offered();
        award(id, 1, N1);
        pass(Duration.ofMillis(1));
        drains(N1, 2);
        settle(id, 1, N1, Settlement.Outcome.DECLINED, ErrorCode.DRAINING);
        pass(Duration.ofMillis(1));
        engine.fill(turn);

        assertThat(succeed(id, 2, N1)).contains(Refusal.NOT_ELIGIBLE);
    }

    @Test
    void an_attempt_that_was_on_offer_before_the_start_is_believed_of_any_capable_node() {
        JobId id = JobId.make(now, chance);
        drains(N1, 2);
        engine.restore(spec(id), JobState.Queued.NEW, 1, now);
        engine.expire(turn);

        assertThat(succeed(id, 1, new NodeId("never-seen"))).contains(Refusal.NOT_CAPABLE);
        assertThat(succeed(id, 1, N1)).isEmpty();
    }

    @Test
    void an_attempt_that_is_not_offered_long_after_the_start_is_not_believed() {
        engine.expire(turn);
        JobId id = JobId.make(now, chance);
        engine.restore(spec(id), JobState.Queued.NEW, 1, now);
        pass(SETTINGS.offlineAfter());
        beat(N1, "a", 2);

        assertThat(succeed(id, 1, N1)).contains(Refusal.UNKNOWN_ATTEMPT);
        engine.fill(turn);
        assertThat(succeed(id, 1, N1)).isEmpty();
    }

    @Test
    void a_refused_settlement_changes_nothing_but_its_count() {
        JobId id = offered();
        int before = turn.happenings().size();

        succeed(id, 1, new NodeId("never-seen"));

        assertThat(turn.happenings()).hasSize(before);
        assertThat(offeredAfter(SETTINGS.offerAgain())).containsExactly(id);
        assertThat(turn.offers().getFirst().attempt()).isEqualTo(1);
    }

    @Test
    void a_refused_settlement_stands_after_all_where_its_award_comes() {
        drains(N1, 2);
        pass(Duration.ofMillis(1));
        JobId id = offered();
        succeed(id, 1, N1);

        award(id, 1, N1);

        assertThat(turn.happenings().getLast().after().name()).isEqualTo(StateName.SUCCEEDED);
    }

    @Test
    void a_refused_settlement_is_nothing_where_the_award_names_another_node_or_attempt() {
        drains(N1, 2);
        pass(Duration.ofMillis(1));
        JobId id = offered();
        succeed(id, 1, N1);

        award(id, 1, N2);
        fail(id, 1, N2);
        award(id, 2, N1);

        assertThat(turn.happenings())
                .extracting(happening -> happening.after().name())
                .doesNotContain(StateName.SUCCEEDED);
    }

    @Test
    void a_refused_settlement_is_nothing_to_the_next_life_of_its_node_and_after_a_while() {
        drains(N1, 2);
        pass(Duration.ofMillis(1));
        JobId restarted = offered();
        succeed(restarted, 1, N1);
        beat(N1, "b", 1);
        award(restarted, 1, N1);

        JobId late = offered();
        succeed(late, 1, new NodeId("never-seen"));
        pass(HeldSettlements.FOR);
        award(late, 1, new NodeId("never-seen"));

        assertThat(turn.happenings())
                .extracting(happening -> happening.after().name())
                .containsExactly(StateName.ASSIGNED);
        assertThat(engine.openJobs()).isEqualTo(2);
    }

    @Test
    void refused_settlements_are_held_in_a_bounded_number_of_a_bounded_size() {
        var held = new HeldSettlements();
        var large = new Json("\"" + "x".repeat(HeldSettlements.MOST_CHARACTERS / 2) + "\"");
        List<JobId> ids = new ArrayList<>();
        for (int i = 0; i <= HeldSettlements.MOST; i++) {
            ids.add(JobId.make(now.plusMillis(i), chance));
            held.hold(
                    Settlement.succeeded(new AttemptRef(ids.get(i), 1), N1, Json.NULL, null), now);
        }
        assertThat(held.take(ids.getFirst(), 1, N1, now)).isEmpty();
        assertThat(held.take(ids.get(1), 1, N1, now)).isPresent();

        held.hold(Settlement.succeeded(new AttemptRef(ids.get(1), 1), N1, large, null), now);
        held.hold(Settlement.succeeded(new AttemptRef(ids.get(2), 1), N1, large, null), now);
        assertThat(held.take(ids.get(1), 1, N1, now)).isEmpty();
        assertThat(held.take(ids.get(2), 1, N1, now)).isPresent();
        assertThat(held.take(ids.getLast(), 1, N1, now)).isEmpty();
    }

    @Test
    void attempts_far_beyond_the_next_are_refused() {
        JobId id = offered();

        assertThat(succeed(id, Integer.MAX_VALUE, N1)).contains(Refusal.UNKNOWN_ATTEMPT);
        engine.progress(Progress.started(new AttemptRef(id, Integer.MAX_VALUE), N1), turn);
        award(id, Integer.MAX_VALUE, N1);

        assertThat(refused())
                .containsEntry(Refusal.UNKNOWN_ATTEMPT, 2)
                .containsEntry(Refusal.STRAY_AWARD, 1);
    }
}
