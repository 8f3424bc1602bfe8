package mesh.lab.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.auction.engine.AuctionEngine.Effort;
import mesh.auction.engine.Pace;
import mesh.protocol.JobId;
import org.junit.jupiter.api.Test;

/// What cannot run now takes no place from what can: core and auction together.
class HeadOfLineTest {
    private static final int LARGE = 1_000_000;

    /// An offer and its award.
    private static final Duration AT_ONCE = Duration.ofMillis(2 * Mart.STEP);

    /// What is at a node already is not taken from it.
    private static Duration soon(int jobMillis) {
        return Pace.AHEAD.plusMillis(jobMillis).plus(AT_ONCE.multipliedBy(2));
    }

    private final Mart mart = new Mart();

    @Test
    void large_jobs_of_a_hundred_kinds_that_no_node_can_run_hold_nobody_up() {
        mart.join("a", 4);
        for (int i = 0; i < 100; i++) {
            mart.submit("gpu >= " + (i + 1), 4, LARGE, 0, "");
        }
        assertThat(mart.waitFor(mart.submit("", 9, 4, 0, ""))).isLessThanOrEqualTo(AT_ONCE);
        mart.pass(Duration.ofSeconds(60));

        assertThat(mart.payload()).as("travelled").isLessThan(2 * LARGE);
        assertThat(mart.waitFor(mart.submit(""))).isLessThanOrEqualTo(AT_ONCE);
    }

    @Test
    void a_hundred_megabytes_that_wait_for_a_busy_node_hold_up_nobody_and_travel_once() {
        mart.join("busy", 1, "gpu=1");
        mart.join("idle", 4);
        var large = new ArrayList<JobId>();
        for (int i = 0; i < 100; i++) {
            large.add(mart.submit("gpu = 1", 4, LARGE, 400, ""));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(mart.waitFor(mart.submit(""))).isLessThanOrEqualTo(AT_ONCE);
            mart.pass(Duration.ofMillis(100));
        }
        mart.pass(Duration.ofSeconds(60));

        assertThat(mart.settled()).hasSize(150);
        assertThat(mart.payload()).as("travelled").isLessThan(110L * LARGE);
    }

    @Test
    void what_no_node_can_run_costs_little_however_much_of_it_waits() {
        mart.join("a", 4);
        for (int i = 0; i < 20_000; i++) {
            mart.submit("gpu = " + (i / 4 + 1));
        }
        mart.pass(Duration.ofSeconds(2));
        assertThat(mart.effort().evaluations()).isLessThan(6_000);
        long offers = mart.offers();
        Effort before = mart.effort();
        mart.pass(Duration.ofSeconds(20));

        assertThat(mart.offers() - offers).as("offers a second").isLessThanOrEqualTo(20 * 200);
        assertThat(mart.effort()).isEqualTo(before);
        assertThat(mart.waitFor(mart.submit(""))).isLessThanOrEqualTo(AT_ONCE);
    }

    @Test
    void what_waited_for_a_node_runs_when_one_comes() {
        mart.join("a", 4);
        var waiting = new ArrayList<JobId>();
        for (int i = 0; i < 2_000; i++) {
            waiting.add(mart.submit("gpu = " + (i % 500 + 1), 4, i % 2 == 0 ? 4 : 4_000, 0, ""));
        }
        mart.pass(Duration.ofSeconds(30));
        for (int i = 1; i <= 500; i++) {
            mart.join("gpu-" + i, 2, "gpu=" + i);
        }
        mart.pass(Duration.ofSeconds(2));

        assertThat(mart.settled()).hasSize(waiting.size());
    }

    @Test
    void what_waited_runs_when_its_node_comes_after_the_auction_was_started_anew() {
        mart.join("a", 4);
        var waiting = new ArrayList<JobId>();
        for (int i = 0; i < 10_000; i++) {
            waiting.add(mart.submit("gpu = " + (i + 1)));
        }
        mart.pass(Duration.ofSeconds(30));
        mart.restartAuction("second");
        mart.pass(Duration.ofSeconds(10));
        mart.join("gpu", 2, "gpu=9999");

        assertThat(mart.waitFor(waiting.get(9_998))).isLessThan(Duration.ofSeconds(42));
    }

    @Test
    void a_lane_that_was_blocked_is_soon_as_fast_as_ever() {
        for (int i = 0; i < 2_000; i++) {
            mart.submit("");
        }
        mart.pass(Duration.ofSeconds(10));
        mart.join("a", 1_000);
        mart.pass(Duration.ofMillis(200));

        assertThat(mart.settled()).hasSize(2_000);
    }

    @Test
    void slots_do_not_stand_empty_while_small_jobs_wait_for_them() {
        mart.join("a", 4);
        mart.join("b", 4);
        for (int i = 0; i < 3_000; i++) {
            mart.submit("", 4, 4, 50, "");
        }
        mart.pass(Duration.ofSeconds(20));

        // 8 slots, and a job and the word of it take 60 ms at the most.
        assertThat(mart.settled().size()).isGreaterThan(8 * 20_000 / 60 * 95 / 100);
    }

    @Test
    void a_job_of_higher_priority_is_next_whatever_waits() {
        mart.join("a", 1);
        for (int i = 0; i < 1_000; i++) {
            mart.submit("", 4, 4, 100, "");
        }
        mart.pass(Duration.ofSeconds(5));
        JobId small = mart.submit("", 9, 4, 100, "");
        assertThat(mart.waitFor(small)).isLessThanOrEqualTo(soon(100));
        JobId large = mart.submit("", 9, LARGE, 100, "");
        assertThat(mart.waitFor(large)).isLessThanOrEqualTo(soon(200));
    }

    @Test
    void the_flood_of_one_tenant_delays_a_job_of_another_by_one_job_a_slot() {
        mart.join("a", 4);
        for (int i = 0; i < 1_000; i++) {
            mart.submit("", 4, 4, 25, "flood");
        }
        mart.pass(Duration.ofSeconds(1));
        for (String tenant : List.of("", "b", "c", "b", "", "", "", "b")) {
            assertThat(mart.waitFor(mart.submit("", 4, 4, 25, tenant)))
                    .as("of '%s'", tenant)
                    .isLessThanOrEqualTo(soon(25));
        }
    }

    @Test
    void neither_does_it_delay_a_job_of_a_type_that_nobody_ran_lately() {
        mart.join("a", 4);
        mart.join("b", 4);
        for (int i = 0; i < 3_000; i++) {
            mart.submit("", 4, 4, 25, "flood");
        }
        mart.pass(Duration.ofSeconds(3));
        JobId small = mart.submit(Mart.OTHER, "", 4, 4, 25, "b");
        assertThat(mart.waitFor(small)).isLessThanOrEqualTo(soon(50));
        JobId urgent = mart.submit(Mart.OTHER, "", 9, 4, 25, "flood");
        assertThat(mart.waitFor(urgent)).isLessThanOrEqualTo(soon(50));
        JobId large = mart.submit(Mart.OTHER, "gpu is null", 9, LARGE, 25, "b");
        assertThat(mart.waitFor(large)).isLessThanOrEqualTo(soon(100));
    }

    @Test
    void neither_does_a_flood_of_many_kinds() {
        mart.join("a", 4, "memory=1000000");
        for (int i = 0; i < 2_000; i++) {
            mart.submit("memory >= " + i, 4, 4, 25, "flood");
        }
        for (int i = 0; i < 10; i++) {
            mart.pass(Duration.ofMillis(300));
            assertThat(mart.waitFor(mart.submit("", 4, 4, 25, "b"))).isLessThanOrEqualTo(soon(25));
        }
    }

    @Test
    void two_floods_get_as_much_of_the_slots_and_each_in_the_order_it_came() {
        mart.join("a", 4);
        var one = new ArrayList<JobId>();
        for (int i = 0; i < 1_000; i++) {
            one.add(mart.submit("", 4, 4, 20, "one"));
        }
        mart.pass(Duration.ofMillis(500));
        var other = new ArrayList<JobId>();
        for (int i = 0; i < 1_000; i++) {
            other.add(mart.submit("", 4, 4, 20, "other"));
        }
        int before = mart.settled().size();
        mart.pass(Duration.ofSeconds(4));
        List<JobId> ended =
                mart.settled().stream().skip(before).map(settlement -> settlement.job()).toList();

        long ofOther = ended.stream().filter(other::contains).count();
        assertThat(ofOther).isBetween(ended.size() * 45L / 100, ended.size() * 55L / 100);
        assertThat(ended.stream().filter(one::contains).toList())
                .isEqualTo(one.stream().filter(ended::contains).toList());
    }
}
