package mesh.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.protocol.JobId;
import mesh.protocol.message.NoAward;
import org.junit.jupiter.api.Test;

/// What cannot run takes no place from what can: what the core puts on offer of thousands of jobs.
class LanesTest extends LaneFixture {
    @Test
    void a_lane_that_no_node_can_run_keeps_one_on_offer_and_the_others_wait() {
        for (int i = 0; i < 100; i++) {
            admit("gpu = 1");
        }
        blockAll(NoAward.NO_CAPABLE_NODE);

        assertThat(tick(Duration.ofSeconds(5))).hasSize(1);
        assertThat(tick(Duration.ofSeconds(5))).hasSize(1);
    }

    @Test
    void what_nobody_can_run_is_offered_once_a_kind_and_holds_up_nobody() {
        for (int i = 0; i < 20_000; i++) {
            admit("gpu = " + i / 4);
        }
        List<JobId> offered = blockAll(NoAward.NO_CAPABLE_NODE);
        assertThat(offered).hasSizeBetween(5_000, 6_000);

        JobId other = admit(null);
        assertThat(ids(fill())).containsExactly(other);
    }

    @Test
    void a_new_kind_does_not_wait_for_thousands_of_others_that_are_new() {
        for (int i = 0; i < 20_000; i++) {
            admit("gpu = " + i);
        }
        fill();
        JobId other = admit(null);
        turn.offers().stream()
                .limit(10)
                .toList()
                .forEach(w -> say(w.id(), NoAward.NO_CAPABLE_NODE));

        assertThat(ids(fill())).contains(other);
    }

    @Test
    void a_higher_priority_comes_before_all_lower_ones_of_whatever_lanes() {
        for (int i = 0; i < 5_000; i++) {
            admit("gpu = " + i);
        }
        fill();
        JobId urgent = admit(null, 9, 4, "");
        admit(null, 3, 4, "");
        say(turn.offers().getFirst().id(), NoAward.NO_CAPABLE_NODE);

        assertThat(ids(fill())).containsExactly(urgent);
    }

    @Test
    void of_large_payloads_that_find_no_slot_none_travels_but_the_first() {
        var jobs = new ArrayList<JobId>();
        for (int i = 0; i < 60; i++) {
            jobs.add(admit("gpu = 1", 4, LARGE, ""));
        }
        List<Turn.Wanted> first = List.copyOf(fill());
        assertThat(first).filteredOn(Turn.Wanted::whole).hasSize(1);
        first.forEach(wanted -> say(wanted.id(), NoAward.NO_FREE_SLOT));

        assertThat(fill()).isEmpty();
        assertThat(tick(Duration.ofSeconds(5)))
                .extracting(Turn.Wanted::id, Turn.Wanted::whole)
                .containsExactly(tuple(jobs.getFirst(), false));
    }

    @Test
    void a_large_payload_travels_when_the_auction_asks_for_it() {
        for (int i = 0; i < 3; i++) {
            admit("gpu = 1", 4, LARGE, "");
        }
        blockAll(NoAward.NO_FREE_SLOT);
        JobId probed = tick(Duration.ofSeconds(5)).getFirst().id();

        say(probed, NoAward.READY);

        assertThat(fill())
                .extracting(Turn.Wanted::id, Turn.Wanted::whole)
                .containsExactly(tuple(probed, true));
        say(probed, NoAward.READY);
        assertThat(fill()).as("asked for twice").isEmpty();
        award(probed);
        assertThat(fill()).extracting(Turn.Wanted::whole).containsExactly(false);
    }

    @Test
    void a_hundred_kinds_of_large_jobs_that_are_new_send_one_payload_and_probes() {
        for (int i = 0; i < 100; i++) {
            admit("gpu = " + i, 4, LARGE, "");
        }
        List<Turn.Wanted> offers = fill();
        assertThat(offers).hasSize(100).filteredOn(Turn.Wanted::whole).hasSize(1);
    }
}
