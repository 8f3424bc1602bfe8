package mesh.auction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mesh.auction.Facts;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.Test;

/// How the auction's own count of open awards follows what happens to them.
class SlotCountTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final Market market = new Market();
    private final Facts facts = market.facts;
    private final Offer offer = facts.offer();

    @Test
    void a_settlement_frees_the_slot_for_what_waits() {
        market.hear(facts.node("a", 1));
        market.offer(offer, facts.offer());

        assertThat(market.settle(Facts.succeeded(offer, "a"))).containsExactly("1@a");
        assertThat(market.settle(Facts.succeeded(offer, "a"))).isEmpty();
        assertThat(market.open("a")).isEqualTo(1);
    }

    @Test
    void an_award_that_its_node_leaves_out_of_two_heartbeats_is_counted_no_more() {
        market.hear(facts.node("a", 1));
        market.offer(offer);

        facts.pass(HEARTBEAT);
        market.hear(facts.node("a", 1));
        assertThat(market.open("a")).isEqualTo(1);
        facts.pass(HEARTBEAT);
        market.hear(facts.node("a", 1));
        assertThat(market.open("a")).isZero();
    }

    @Test
    void a_heartbeat_that_may_have_left_before_the_assignment_came_says_nothing() {
        market.hear(facts.node("a", 1));
        market.offer(offer);

        facts.pass(Duration.ofMillis(1_900));
        market.hear(facts.node("a", 1));
        facts.pass(Duration.ofMillis(99));
        market.hear(facts.node("a", 1));
        facts.pass(HEARTBEAT);
        market.hear(facts.node("a", 1));

        assertThat(market.open("a")).isEqualTo(1);
    }

    @Test
    void a_heartbeat_that_names_the_award_between_two_that_do_not_keeps_the_count() {
        market.hear(facts.node("a", 1));
        market.offer(offer);
        facts.pass(HEARTBEAT);
        market.hear(facts.node("a", 1));
        facts.pass(HEARTBEAT);
        market.hear(facts.node("a", 1).running(offer.ref()));

        assertThat(market.open("a")).isEqualTo(1);
    }

    @Test
    void an_award_that_its_node_had_and_has_no_more_is_counted_no_more_at_once() {
        market.hear(facts.node("a", 1));
        market.offer(offer);
        facts.pass(HEARTBEAT);
        market.hear(facts.node("a", 1).running(offer.ref()));
        facts.pass(HEARTBEAT);
        market.hear(facts.node("a", 1));

        assertThat(market.open("a")).isZero();
    }

    @Test
    void a_node_that_falls_silent_loses_its_awards() {
        market.hear(facts.node("a", 1));
        market.offer(offer);

        market.tickAfter(Duration.ofSeconds(29));
        assertThat(market.open("a")).isEqualTo(1);
        market.tickAfter(Duration.ofSeconds(1));
        assertThat(market.open("a")).isZero();
    }

    @Test
    void a_node_that_was_silent_for_so_long_that_it_lost_its_awards_returns_without_them() {
        market.hear(facts.node("a", 1));
        market.offer(offer);

        facts.pass(Duration.ofSeconds(30));
        market.hear(facts.node("a", 1));

        assertThat(market.open("a")).isZero();
    }

    @Test
    void a_node_that_leaves_loses_its_awards_and_gets_back_those_it_still_runs() {
        Offer other = facts.offer();
        market.hear(facts.node("a", 2));
        market.offer(offer, other);
        market.depart("a");
        assertThat(market.open("a")).isZero();

        facts.pass(Duration.ofSeconds(1));
        market.hear(facts.node("a", 2).running(offer.ref()));

        assertThat(market.open("a")).isEqualTo(1);
    }

    @Test
    void a_node_that_was_started_anew_has_none_of_its_old_awards() {
        market.hear(facts.node("a", 1));
        market.offer(offer, facts.offer());

        assertThat(market.hear(facts.node("a", 1).incarnation("second"))).containsExactly("1@a");
        assertThat(market.open("a")).isEqualTo(1);
    }

    @Test
    void what_a_node_runs_counts_though_this_auction_did_not_award_it() {
        market.hear(facts.node("a", 1).running(offer.ref()));

        assertThat(market.offer(facts.offer())).containsExactly("1:no-free-slot");
        assertThat(market.offer(offer)).containsExactly("again 1@a");
    }

    @Test
    void a_pending_offer_that_a_node_runs_already_is_told_as_its_award() {
        market.offer(offer);

        assertThat(market.hear(facts.node("a", 1).running(offer.ref())))
                .containsExactly("again 1@a");
        assertThat(market.engine.pending()).isZero();
    }

    @Test
    void a_heartbeat_that_the_settlement_overtook_takes_no_slot_back() {
        market.hear(facts.node("a", 1));
        market.offer(offer);
        market.settle(Facts.succeeded(offer, "a"));

        market.hear(facts.node("a", 1).running(offer.ref()));

        assertThat(market.open("a")).isZero();
    }

    @Test
    void what_a_dead_node_ran_when_it_was_last_heard_does_not_count() {
        market.hear(facts.node("a", 1).running(offer.ref()).at(facts.now().minusSeconds(40)));

        assertThat(market.open("a")).isZero();
    }

    @Test
    void a_node_that_has_fewer_slots_than_before_gets_nothing_until_it_has_finished_enough() {
        Offer other = facts.offer();
        market.hear(facts.node("a", 2));
        market.offer(offer, other, facts.offer());
        market.hear(facts.node("a", 1).running(offer.ref(), other.ref()));

        assertThat(market.settle(Facts.succeeded(offer, "a"))).isEmpty();
        assertThat(market.settle(Facts.succeeded(other, "a"))).containsExactly("1@a");
    }
}
