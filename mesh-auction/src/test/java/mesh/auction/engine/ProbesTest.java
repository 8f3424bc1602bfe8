package mesh.auction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import mesh.auction.Facts;
import mesh.protocol.Json;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.Test;

/// Offers without the work: the auction asks for the whole when it could award it.
class ProbesTest {
    private final Market market = new Market(Market.limits(1_000, Duration.ofSeconds(1), 100, 100));
    private final Facts facts = market.facts;

    private static Offer probe(Offer whole) {
        return new Offer(
                whole.job(),
                whole.attempt(),
                whole.type(),
                whole.needs(),
                whole.priority(),
                null,
                Set.of(),
                whole.rank(),
                true,
                Json.NULL,
                null);
    }

    @Test
    void a_probe_is_told_that_it_is_ready_and_awarded_when_the_whole_comes() {
        market.hear(facts.node("a", 1));
        Offer whole = facts.offer();

        assertThat(market.offer(probe(whole))).containsExactly("1:ready");
        assertThat(market.offer(whole)).containsExactly("1@a");
    }

    @Test
    void a_probe_waits_as_any_offer_and_is_told_why() {
        Offer whole = facts.offer();
        assertThat(market.offer(probe(whole))).containsExactly("1:no-capable-node");
        assertThat(market.hear(facts.node("a", 0))).isEmpty();
        assertThat(market.tickAfter(Duration.ofSeconds(1))).containsExactly("1:no-free-slot");
        assertThat(market.hear(facts.node("a", 1))).containsExactly("1:ready");
    }

    @Test
    void no_more_wholes_are_asked_for_than_there_are_slots() {
        market.hear(facts.node("a", 2));

        assertThat(
                        market.offer(
                                probe(facts.offer()),
                                probe(facts.offer("gpu is null")),
                                probe(facts.offer()),
                                probe(facts.offer())))
                .containsExactly("1:ready", "1:ready");
        assertThat(market.tick()).isEmpty();
    }

    @Test
    void a_whole_that_does_not_come_is_asked_for_once_more_and_then_others_have_their_turn() {
        market.hear(facts.node("a", 1));
        Offer first = facts.offer("", 4).withRank(1);
        Offer second = facts.offer("", 4).withRank(2);
        assertThat(market.offer(probe(first), probe(second))).containsExactly("1:ready");

        assertThat(market.tickAfter(Duration.ofMillis(999))).isEmpty();
        assertThat(market.tickAfter(Duration.ofMillis(1))).containsExactly("1:no-free-slot");
        assertThat(market.tickAfter(Duration.ofSeconds(1))).containsExactly("1:ready");
        assertThat(market.tickAfter(Duration.ofMillis(1_999))).isEmpty();
        assertThat(market.engine.pending()).isEqualTo(2);
        assertThat(market.tickAfter(Duration.ofMillis(1))).containsExactly("1:ready");
        assertThat(market.engine.pending()).isEqualTo(1);
        assertThat(market.offer(second)).containsExactly("1@a");
    }

    @Test
    void a_slot_does_not_stand_empty_while_a_whole_is_on_its_way_which_then_is_next() {
        market.hear(facts.node("a", 1));
        Offer large = facts.offer("", 9);
        Offer small = facts.offer("", 4);
        Offer smallToo = facts.offer("", 4);

        assertThat(market.offer(probe(large), small, smallToo)).containsExactly("1:ready", "1@a");
        assertThat(market.offer(large)).isEmpty();
        Plan next =
                market.engine.settled(java.util.List.of(Facts.succeeded(small, "a")), facts.now());
        assertThat(Market.awarded(next)).containsExactly(large);
    }

    @Test
    void a_less_urgent_probe_is_not_asked_for_while_others_take_every_slot() {
        market.hear(facts.node("a", 1));

        assertThat(market.offer(probe(facts.offer("", 1)), facts.offer("", 4), facts.offer("", 4)))
                .containsExactly("1@a");
    }

    @Test
    void a_repeat_without_the_work_takes_nothing_from_an_offer_that_has_it() {
        Offer whole = facts.offer();
        market.offer(whole);
        market.offer(probe(whole));

        assertThat(market.hear(facts.node("a", 1))).containsExactly("1@a");
    }

    @Test
    void an_award_of_which_the_node_says_nothing_is_repeated_with_the_work_or_not_at_all() {
        market.hear(facts.node("a", 1));
        Offer whole = facts.offer();
        market.offer(whole);

        assertThat(market.offer(probe(whole))).containsExactly("1:ready");
        assertThat(market.offer(whole)).containsExactly("resent 1@a");
    }

    @Test
    void of_one_priority_the_lower_rank_goes_first_and_a_repeat_may_change_it() {
        market.hear(facts.node("a", 0));
        Offer old = facts.offer("", 4).withRank(7);
        Offer young = facts.offer("", 4).withRank(3);
        Offer changed = facts.offer("", 4).withRank(9);
        market.offer(old, young, changed);
        market.offer(changed.withRank(1));

        Plan plan =
                market.engine.heard(
                        java.util.List.of(facts.heartbeat(facts.node("a", 9))), facts.now());

        assertThat(Market.awarded(plan)).containsExactly(changed.withRank(1), young, old);
    }
}
