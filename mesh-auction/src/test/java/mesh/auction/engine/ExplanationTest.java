package mesh.auction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mesh.auction.Facts;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.Test;

/// What the core is told of an offer that waits.
class ExplanationTest {
    private final Market market = new Market(Market.limits(100, Duration.ofSeconds(1), 10, 3));
    private final Facts facts = market.facts;

    @Test
    void that_no_node_can_is_said_at_once_and_once() {
        assertThat(market.offer(facts.offer())).containsExactly("1:no-capable-node");

        assertThat(market.tickAfter(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void that_all_slots_are_taken_is_said_once_after_a_while() {
        market.hear(facts.node("a", 1));
        assertThat(market.offer(facts.offer(), facts.offer())).containsExactly("1@a");

        assertThat(market.tickAfter(Duration.ofMillis(999))).isEmpty();
        assertThat(market.tickAfter(Duration.ofMillis(1))).containsExactly("1:no-free-slot");
        assertThat(market.tickAfter(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void an_offer_that_finds_a_slot_soon_needs_no_word() {
        market.hear(facts.node("a", 1));
        Offer first = facts.offer();
        market.offer(first, facts.offer());
        facts.pass(Duration.ofMillis(500));

        assertThat(market.settle(Facts.succeeded(first, "a"))).containsExactly("1@a");
        assertThat(market.tickAfter(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void a_reason_that_changes_is_said_again() {
        assertThat(market.offer(facts.offer(), facts.offer()))
                .containsExactly("1:no-capable-node", "1:no-capable-node");
        facts.pass(Duration.ofSeconds(2));

        assertThat(market.hear(facts.node("a", 1))).containsExactly("1@a", "1:no-free-slot");
        market.depart("a");
        assertThat(market.tick()).containsExactly("1:no-capable-node");
    }

    @Test
    void one_plan_explains_only_so_many_and_the_next_goes_on() {
        assertThat(market.offer(facts.offer(), facts.offer(), facts.offer(), facts.offer()))
                .hasSize(3);

        assertThat(market.tick()).containsExactly("1:no-capable-node");
        assertThat(market.tick()).isEmpty();
    }
}
