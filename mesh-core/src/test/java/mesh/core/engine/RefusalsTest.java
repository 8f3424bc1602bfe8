package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import mesh.core.job.Refusal;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.message.AttemptRef;
import org.junit.jupiter.api.Test;

/// What is not accepted, by its reason.
class RefusalsTest extends EngineFixture {

    @Test
    void only_the_accepted_settlement_once_more_is_a_repeat() {
        JobId id = admit();
        award(id, 1, N1);
        assertThat(succeed(id, 1, N1)).isEmpty();
        assertThat(succeed(id, 1, N1)).contains(Refusal.REPEATED);
        assertThat(succeed(id, 1, N2)).contains(Refusal.ENDED);
        assertThat(succeed(id, 2, N1)).contains(Refusal.ENDED);
    }

    @Test
    void what_comes_after_a_deadline_or_a_cancel_is_no_repeat() {
        JobId late = admit(4, Optional.of(now.plusSeconds(1)));
        JobId unwanted = admit();
        award(late, 1, N1);
        award(unwanted, 1, N1);
        engine.cancel(unwanted, turn);
        pass(Duration.ofSeconds(1));
        engine.expire(turn);
        assertThat(succeed(late, 1, N1)).contains(Refusal.ENDED);
        assertThat(succeed(unwanted, 1, N1)).contains(Refusal.ENDED);
        assertThat(turn.refused())
                .extracting(Turn.Refused::state)
                .containsExactly(StateName.EXPIRED, StateName.CANCELLED);
    }

    @Test
    void a_flood_of_one_kind_is_one_entry_that_counts() {
        JobId id = admit();
        award(id, 1, N1);
        for (int i = 0; i < 5_000; i++) {
            succeed(id, 1, N2);
        }
        assertThat(turn.refused())
                .singleElement()
                .isEqualTo(
                        new Turn.Refused(
                                new AttemptRef(id, 1),
                                N2,
                                Refusal.OTHER_NODE,
                                5_000,
                                2,
                                StateName.ASSIGNED));
    }

    @Test
    void an_award_that_nothing_was_offered_for_is_counted() {
        JobId held = admit();
        award(held, 1, N1);
        award(held, 1, N2);
        award(held, 5, N2);
        award(JobId.make(now, chance), 1, N2);
        assertThat(turn.refused())
                .extracting(Turn.Refused::reason)
                .containsOnly(Refusal.STRAY_AWARD);
        assertThat(turn.refused()).extracting(Turn.Refused::times).containsExactly(2, 1);
    }

    @Test
    void an_award_that_crossed_an_end_on_its_way_is_nobodys_fault() {
        JobId id = admit();
        engine.cancel(id, turn);
        award(id, 1, N1);
        JobId failed = admit();
        award(failed, 1, N1);
        fail(failed, 1, N1);
        award(failed, 1, N2);
        assertThat(turn.refused()).isEmpty();
    }

    /// The node that settled need not be told to stop; one that did not has to be.
    @Test
    void an_award_that_its_own_settlement_overtook_cancels_nothing() {
        JobId id = admit();
        engine.fill(turn);
        assertThat(succeed(id, 1, N1)).isEmpty();
        award(id, 1, N1);
        assertThat(turn.controls()).isEmpty();
        award(id, 1, N2);
        assertThat(turn.controls()).hasSize(1);
    }

    @Test
    void a_woken_node_is_late_with_what_was_taken_from_it() {
        JobId id = admit();
        award(id, 1, N1);
        offeredAfter(Duration.ofSeconds(15));
        award(id, 2, N2);
        assertThat(succeed(id, 1, N1)).contains(Refusal.LATE);
        assertThat(succeed(id, 2, N2)).isEmpty();
        assertThat(refused()).isEqualTo(Map.of(Refusal.LATE, 1));
    }
}
