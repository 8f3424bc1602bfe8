package mesh.auction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import mesh.auction.Facts;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final Market market = new Market();
    private final Facts facts = market.facts;
    private final Offer offer = facts.offer();

    @Test
    void a_repeat_of_an_awarded_offer_goes_to_its_node_again_until_the_node_has_named_it() {
        market.hear(facts.node("a", 2));
        market.offer(offer);

        assertThat(market.offer(offer)).containsExactly("resent 1@a");
        market.hear(facts.node("a", 2));
        assertThat(market.offer(offer)).containsExactly("resent 1@a");
        market.hear(facts.node("a", 2).running(offer.ref()));
        assertThat(market.offer(offer)).containsExactly("again 1@a");
        assertThat(market.open("a")).isEqualTo(1);
    }

    @Test
    void an_award_that_its_node_had_and_has_no_more_does_not_go_to_it_again() {
        market.hear(facts.node("a", 1));
        market.offer(offer);
        market.hear(facts.node("a", 1).running(offer.ref()));
        market.hear(facts.node("a", 1));

        assertThat(market.offer(offer)).containsExactly("again 1@a");
        assertThat(market.open("a")).isZero();
    }

    @Test
    void an_award_that_never_arrived_takes_a_slot_again_when_it_is_said_again() {
        neverArrived();

        assertThat(market.offer(offer)).containsExactly("resent 1@a");
        assertThat(market.open("a")).isEqualTo(1);
    }

    @Test
    void an_award_that_never_arrived_is_not_said_to_a_node_that_is_full() {
        neverArrived();
        market.offer(facts.offer());

        assertThat(market.offer(offer)).containsExactly("again 1@a");
        assertThat(market.open("a")).isEqualTo(1);
    }

    @Test
    void an_award_that_never_arrived_is_not_said_to_a_node_that_drains() {
        market.hear(facts.node("a", 1));
        market.offer(offer);
        market.hear(facts.node("a", 1).draining(true));

        assertThat(market.offer(offer)).containsExactly("again 1@a");
    }

    private void neverArrived() {
        market.hear(facts.node("a", 1));
        market.offer(offer);
        for (int heartbeat = 0; heartbeat < 2; heartbeat++) {
            facts.pass(Duration.ofSeconds(5));
            market.hear(facts.node("a", 1));
        }
        assertThat(market.open("a")).isZero();
    }

    @Test
    void no_more_is_said_again_at_once_than_one_plan_holds() {
        var small = new Market(Market.limits(9, Duration.ZERO, 2, 9));
        Offer[] three = {small.facts.offer(), small.facts.offer(), small.facts.offer()};
        small.hear(small.facts.node("a", 3));
        small.offer(three);
        small.tick();

        assertThat(small.offer(three)).containsExactly("resent 1@a", "resent 1@a");
    }

    @Test
    void a_repeat_of_a_pending_offer_says_nothing_new() {
        assertThat(market.offer(offer)).containsExactly("1:no-capable-node");

        assertThat(market.offer(offer)).isEmpty();
        assertThat(market.engine.pending()).isEqualTo(1);
    }

    @Test
    void a_repeat_after_the_winner_was_lost_is_not_awarded_to_another() {
        market.hear(facts.node("a", 1));
        market.offer(offer);
        market.depart("a");
        market.hear(facts.node("b", 1));

        assertThat(market.offer(offer)).containsExactly("again 1@a");
        assertThat(market.offer(Facts.attempt(offer, 2))).containsExactly("2@b");
    }

    @Test
    void a_newer_attempt_frees_the_award_of_the_older_one() {
        market.hear(facts.node("a", 1));
        market.offer(offer);

        assertThat(market.offer(Facts.attempt(offer, 2))).containsExactly("2@a");
        assertThat(market.open("a")).isEqualTo(1);
        assertThat(market.offer(offer)).isEmpty();
    }

    @Test
    void a_newer_attempt_replaces_the_pending_offer_of_the_older_one() {
        market.offer(offer);
        market.offer(Facts.attempt(offer, 2));
        market.offer(offer);

        assertThat(market.engine.pending()).isEqualTo(1);
        assertThat(market.hear(facts.node("a", 9))).containsExactly("2@a");
    }

    @Test
    void a_settled_attempt_is_not_auctioned_again() {
        market.hear(facts.node("a", 1));
        market.offer(offer);
        market.settle(Facts.succeeded(offer, "a"));

        assertThat(market.offer(offer)).isEmpty();
        assertThat(market.open("a")).isZero();
    }

    @Test
    void a_settlement_of_an_offer_that_waits_takes_it_out_until_the_core_repeats_it() {
        market.hear(facts.node("a", 0));
        market.offer(offer);
        market.settle(Facts.succeeded(offer, "a"));

        assertThat(market.engine.pending()).isZero();
        assertThat(market.hear(facts.node("a", 1))).isEmpty();
        assertThat(market.offer(offer)).containsExactly("1@a");
    }

    @Test
    void a_settlement_of_an_attempt_that_was_never_offered_blocks_no_later_one() {
        market.settle(Facts.succeeded(Facts.attempt(offer, 1_000_000), "a"));
        market.hear(facts.node("a", 1));

        assertThat(market.offer(offer)).containsExactly("1@a");
        market.settle(Facts.succeeded(Facts.attempt(offer, 1_000_000), "a"));
        assertThat(market.open("a")).isEqualTo(1);
        assertThat(market.offer(Facts.attempt(offer, 2))).containsExactly("2@a");
    }

    @Test
    void a_settlement_of_an_attempt_that_was_never_offered_leaves_the_one_that_waits() {
        market.offer(offer);
        market.settle(Facts.succeeded(Facts.attempt(offer, 2), "a"));

        assertThat(market.hear(facts.node("a", 1))).containsExactly("1@a");
    }

    @Test
    void a_late_settlement_of_an_earlier_attempt_leaves_the_newer_one() {
        market.hear(facts.node("a", 1));
        market.offer(offer);
        market.depart("a");
        market.offer(Facts.attempt(offer, 2));

        market.settle(Facts.succeeded(offer, "a"));

        assertThat(market.engine.pending()).isEqualTo(1);
        assertThat(market.hear(facts.node("b", 1))).containsExactly("2@b");
        market.settle(Facts.succeeded(offer, "a"));
        assertThat(market.open("b")).isEqualTo(1);
    }

    @Test
    void a_settlement_by_another_node_than_the_winner_frees_nothing() {
        market.hear(facts.node("a", 1));
        market.offer(offer);

        market.settle(Facts.succeeded(offer, "b"));

        assertThat(market.open("a")).isEqualTo(1);
        assertThat(market.offer(offer)).containsExactly("resent 1@a");
    }

    @Test
    void a_declined_job_is_auctioned_again_as_the_next_attempt() {
        market.hear(facts.node("a", 1), facts.node("b", 1).draining(true));
        market.offer(offer);
        market.settle(Facts.declined(offer, "a"));
        market.hear(facts.node("b", 1));

        assertThat(market.offer(Facts.attempt(offer, 2, "a"))).containsExactly("2@b");
    }

    @Test
    void an_offer_that_is_not_repeated_for_a_minute_is_given_up() {
        market.hear(facts.node("a", 0));
        Offer repeated = facts.offer();
        market.offer(offer, repeated);
        facts.pass(Duration.ofSeconds(50));
        market.hear(facts.node("a", 0));
        market.offer(repeated);

        market.tickAfter(Duration.ofMillis(10_001));

        assertThat(market.engine.pending()).isEqualTo(1);
        facts.pass(Duration.ofSeconds(49));
        market.hear(facts.node("a", 0));
        market.tickAfter(Duration.ofSeconds(1));
        assertThat(market.engine.pending()).isZero();
    }

    @Test
    void one_that_no_node_can_run_is_kept_for_longer_since_it_is_repeated_more_seldom() {
        market.offer(offer);

        market.tickAfter(Duration.ofMinutes(20));
        assertThat(market.engine.pending()).isEqualTo(1);
        market.tickAfter(Duration.ofMillis(1));
        assertThat(market.engine.pending()).isZero();
    }

    @Test
    void over_the_bound_one_that_no_node_can_run_makes_room_for_one_that_may() {
        var small = new Market(Market.limits(2, Duration.ZERO, 10, 10));
        Offer blocked = small.facts.offer("gpu = 1", 9);
        Offer blockedLater = small.facts.offer("gpu = 2", 9);
        small.offer(blocked);
        small.facts.pass(Duration.ofSeconds(1));
        small.offer(blockedLater);
        Offer hopeful = small.facts.offer("", 0);

        assertThat(small.offer(hopeful)).containsExactly("1:no-capable-node");

        assertThat(small.engine.pending()).isEqualTo(2);
        assertThat(small.hear(small.facts.node("a", 9, "gpu=1"))).containsExactly("1@a");
        assertThat(small.hear(small.facts.node("b", 9, "gpu=2"))).containsExactly("1@b");
    }

    @Test
    void over_the_bound_of_payloads_the_same_is_dropped() {
        var small =
                new Market(
                        new MarketLimits(9, 10, Duration.ofSeconds(60), Duration.ZERO, 9, 9, 9, 9));
        Offer urgent = Facts.payload(small.facts.offer("", 9), "123456");
        Offer idle = Facts.payload(small.facts.offer("", 0), "1234");
        small.offer(idle, urgent);
        assertThat(small.engine.pending()).isEqualTo(2);

        small.offer(small.facts.offer("", 4));

        assertThat(small.engine.pending()).isEqualTo(2);
        small.hear(small.facts.node("a", 0));
        small.settle(Facts.succeeded(urgent, "a"));
        assertThat(small.hear(small.facts.node("a", 9))).containsExactly("1@a");
    }

    @Test
    void over_the_bound_the_least_urgent_newest_offer_is_dropped() {
        var small = new Market(Market.limits(2, Duration.ZERO, 10, 10));
        Offer old = small.facts.offer("", 4);
        Offer young = small.facts.offer("", 4);
        Offer urgent = small.facts.offer("", 9);
        Offer last = small.facts.offer("", 0);
        small.offer(young, old, urgent, last);
        assertThat(small.engine.pending()).isEqualTo(2);

        Plan plan =
                small.engine.heard(
                        List.of(small.facts.heartbeat(small.facts.node("a", 9))),
                        small.facts.now());

        assertThat(Market.awarded(plan)).containsExactly(urgent, old);
    }
}
