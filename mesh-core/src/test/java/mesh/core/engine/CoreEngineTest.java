package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import mesh.core.job.JobEvent;
import mesh.core.job.Refusal;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Control;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;

class CoreEngineTest extends EngineFixture {

    @Test
    void offers_what_was_admitted_in_the_same_turn() {
        JobId id = admit();
        engine.fill(turn);
        assertThat(turn.offers())
                .singleElement()
                .satisfies(
                        wanted -> {
                            assertThat(wanted.spec().id()).isEqualTo(id);
                            assertThat(wanted.attempt()).isEqualTo(1);
                        });
    }

    @Test
    void offers_only_so_many_of_a_lane_at_once_and_the_next_as_they_are_awarded() {
        List<JobId> ids = List.of(admit(), admit(), admit(), admit(), admit());
        engine.fill(turn);
        assertThat(turn.offers())
                .extracting(w -> w.spec().id())
                .containsExactlyElementsOf(ids.subList(0, 3));
        pass(Duration.ofMillis(1));
        award(ids.getFirst(), 1, N1);
        engine.fill(turn);
        assertThat(turn.offers()).extracting(w -> w.spec().id()).containsExactly(ids.get(3));
    }

    @Test
    void a_full_lane_does_not_hold_another_up() {
        for (int i = 0; i < 5; i++) {
            admit();
        }
        JobId urgent = admit(9, Optional.empty());
        engine.fill(turn);
        assertThat(turn.offers()).extracting(w -> w.spec().id()).contains(urgent);
    }

    @Test
    void repeats_an_offer_until_it_is_awarded() {
        JobId id = admit();
        engine.fill(turn);
        pass(Duration.ofSeconds(4));
        engine.tick(turn);
        assertThat(turn.offers()).isEmpty();
        pass(Duration.ofSeconds(1));
        engine.tick(turn);
        assertThat(turn.offers()).hasSize(1);
        award(id, 1, N1);
        pass(Duration.ofSeconds(6));
        beat(N1, "a", 1, new AttemptRef(id, 1));
        engine.tick(turn);
        assertThat(turn.offers()).isEmpty();
    }

    @Test
    void a_deadline_ends_a_job_wherever_it_is() {
        JobId id = admit(4, Optional.of(now.plusSeconds(3)));
        award(id, 1, N1);
        pass(Duration.ofSeconds(3));
        engine.tick(turn);
        assertThat(happened()).singleElement().isInstanceOf(JobEvent.Expired.class);
        assertThat(turn.controls()).containsExactly(Control.cancel(N1, id, 1));
        assertThat(engine.openJobs()).isZero();
    }

    @Test
    void a_settlement_that_comes_twice_is_a_repeat_and_one_of_a_stranger_unknown() {
        JobId id = admit();
        engine.fill(turn);
        var settlement = Settlement.succeeded(new AttemptRef(id, 1), N1, Json.NULL, null);
        assertThat(engine.settle(settlement, turn)).isEmpty();
        assertThat(engine.settle(settlement, turn)).contains(Refusal.REPEATED);
        var stranger =
                Settlement.succeeded(
                        new AttemptRef(JobId.make(now, chance), 1), N1, Json.NULL, null);
        assertThat(engine.settle(stranger, turn)).contains(Refusal.UNKNOWN_JOB);
        assertThat(turn.refused())
                .extracting(Turn.Refused::reason)
                .containsExactly(Refusal.REPEATED, Refusal.UNKNOWN_JOB);
    }

    @Test
    void what_a_node_declined_again_is_not_offered_at_once() {
        JobId id = admit();
        engine.fill(turn);
        decline(id, 1);
        assertThat(turn.offers()).hasSize(1);
        decline(id, 2);
        assertThat(turn.offers()).isEmpty();
        pass(Duration.ofSeconds(5));
        engine.tick(turn);
        assertThat(turn.offers()).hasSize(1);
    }

    @Test
    void has_room_for_so_many_open_jobs_and_no_more() {
        for (int i = 0; i < 10; i++) {
            assertThat(engine.hasRoomFor(1)).isTrue();
            admit();
        }
        assertThat(engine.hasRoomFor(1)).isFalse();
    }

    @Test
    void lanes_that_wait_for_room_get_their_turn() {
        for (int priority = 0; priority < 8; priority++) {
            admit(priority, Optional.empty());
        }
        engine.fill(turn);
        var offered = new HashSet<Integer>();
        turn.offers().forEach(wanted -> offered.add(wanted.spec().priority()));
        assertThat(offered).hasSize(5);
        pass(Duration.ofSeconds(5));
        engine.tick(turn);
        turn.offers().forEach(wanted -> offered.add(wanted.spec().priority()));
        assertThat(offered).hasSize(8);
    }

    @Test
    void the_oldest_of_a_lane_is_repeated_while_others_of_it_are_awarded() {
        List<JobId> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(admit());
        }
        engine.fill(turn);
        long repeated = 0;
        for (int i = 1; i < 8; i++) {
            pass(Duration.ofSeconds(3));
            award(ids.get(i), 1, N1);
            engine.tick(turn);
            repeated +=
                    turn.offers().stream()
                            .filter(wanted -> wanted.spec().id().equals(ids.getFirst()))
                            .count();
        }
        assertThat(repeated).isEqualTo(3);
    }

    @Test
    void so_much_payload_is_on_offer_at_once_and_what_it_has_no_room_for_is_a_probe() {
        admit(4, Optional.empty(), 600);
        admit(4, Optional.empty(), 2_000);
        admit(4, Optional.empty(), 2_000);
        engine.fill(turn);
        assertThat(turn.offers()).extracting(Turn.Wanted::whole).containsExactly(true, true, false);
    }

    @Test
    void a_job_whose_time_is_over_when_it_comes_is_not_offered() {
        admit(4, Optional.of(now));
        engine.fill(turn);
        assertThat(turn.offers()).isEmpty();
        assertThat(turn.happenings())
                .last()
                .satisfies(h -> assertThat(h.event()).isInstanceOf(JobEvent.Expired.class));
    }
}
