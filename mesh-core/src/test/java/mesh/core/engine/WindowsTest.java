package mesh.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.core.job.JobEvent;
import mesh.protocol.JobId;
import mesh.protocol.message.Award;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.NoAward;
import org.junit.jupiter.api.Test;

/// How lanes open and close, how often their offers are said again, and whose turn it is.
class WindowsTest extends LaneFixture {
    @Test
    void a_lane_opens_again_as_its_jobs_are_awarded() {
        for (int i = 0; i < 1_000; i++) {
            admit(null);
        }
        blockAll(NoAward.NO_CAPABLE_NODE);
        JobId probe = tick(Duration.ofSeconds(5)).getFirst().id();
        award(probe);
        var sizes = new ArrayList<Integer>();
        for (int i = 0; i < 6; i++) {
            List<JobId> some = ids(List.copyOf(fill()));
            sizes.add(some.size());
            some.forEach(this::award);
        }

        assertThat(sizes).containsExactly(1, 2, 4, 8, 16, 32);
    }

    @Test
    void a_lane_whose_jobs_wait_for_slots_keeps_as_many_on_offer_as_are_awarded_in_a_moment() {
        for (int i = 0; i < 2_000; i++) {
            admit(null);
        }
        var waiting = new ArrayList<JobId>(ids(List.copyOf(fill())));
        int most = 0;
        for (int i = 0; i < 300; i++) {
            // 40 a second find a slot, each after having waited for it.
            JobId next = waiting.removeFirst();
            say(next, NoAward.NO_FREE_SLOT);
            award(next);
            waiting.addAll(ids(List.copyOf(fill(Duration.ofMillis(25)))));
            waiting = new ArrayList<>(new java.util.LinkedHashSet<>(waiting));
            most = i < 200 ? 0 : Math.max(most, waiting.size());
        }

        assertThat(most).isBetween(40, 100);
    }

    @Test
    void what_nobody_can_run_is_repeated_at_a_rate_whatever_there_is_of_it() {
        for (int i = 0; i < 20_000; i++) {
            admit("gpu = " + i);
        }
        blockAll(NoAward.NO_CAPABLE_NODE);
        now = now.plusSeconds(60);

        for (int i = 0; i < 100; i++) {
            assertThat(tick(Duration.ofMillis(250))).hasSize(OnOffer.BLOCKED_A_TICK);
        }
    }

    @Test
    void an_auction_that_was_started_anew_hears_of_all_soon() {
        for (int i = 0; i < 5_000; i++) {
            admit("gpu = " + i);
        }
        blockAll(NoAward.NO_CAPABLE_NODE);
        now = now.plusSeconds(60);
        JobId any = tick(Duration.ofMillis(250)).getFirst().id();
        engine.award(new Award(any, 1, null, NoAward.NO_CAPABLE_NODE, "another"), turn);

        int repeated = OnOffer.BLOCKED_A_TICK;
        int ticks = 0;
        while (repeated < 5_000) {
            repeated += tick(Duration.ofMillis(250)).size();
            ticks++;
        }
        assertThat(ticks).isEqualTo(10);
        assertThat(tick(Duration.ofMillis(250))).hasSize(0);
    }

    @Test
    void words_that_are_lost_cost_no_place_for_long() {
        for (int i = 0; i < 2_000; i++) {
            admit("gpu = " + i);
        }
        assertThat(fill()).hasSize(1_000);
        assertThat(fill()).isEmpty();
        assertThat(tick(Duration.ofSeconds(5))).hasSize(2_000);
    }

    @Test
    void tenants_take_turns_whatever_each_has_waiting() {
        for (int i = 0; i < 1_000; i++) {
            admit(null, 4, 4, "flood");
        }
        List<Turn.Wanted> flood = List.copyOf(fill());
        ids(flood).subList(0, 20).forEach(this::award);
        JobId single = admit(null, 4, 4, "single");
        Turn.Wanted offered =
                fill().stream().filter(w -> w.id().equals(single)).findFirst().orElseThrow();

        assertThat(flood.subList(20, flood.size()))
                .filteredOn(wanted -> wanted.rank() < offered.rank())
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void what_finds_no_slot_costs_its_tenant_no_turn() {
        for (int i = 0; i < 5_000; i++) {
            admit("gpu = " + i, 4, 4, "many");
        }
        blockAll(NoAward.NO_CAPABLE_NODE);
        JobId can = admit(null, 4, 4, "many");
        JobId other = admit(null, 4, 4, "other");
        List<Turn.Wanted> offers = fill();

        assertThat(offers)
                .extracting(Turn.Wanted::id, Turn.Wanted::rank)
                .containsExactlyInAnyOrder(tuple(can, 0L), tuple(other, 0L));
    }

    @Test
    void all_jobs_of_a_lane_share_what_the_auction_said_of_one() {
        JobId first = admit("gpu = 1");
        for (int i = 0; i < 99; i++) {
            admit("gpu = 1");
        }
        blockAll(NoAward.NO_CAPABLE_NODE);
        turn = new Turn(now.plus(Duration.ofDays(2)));
        engine.expire(turn);

        assertThat(turn.happenings())
                .hasSize(100)
                .extracting(happening -> happening.event())
                .allSatisfy(
                        event ->
                                assertThat(((JobEvent.Expired) event).error().code())
                                        .isEqualTo(ErrorCode.NO_CAPABLE_NODE));
        assertThat(engine.kinds().open()).isZero();
        assertThat(first).isNotNull();
    }
}
