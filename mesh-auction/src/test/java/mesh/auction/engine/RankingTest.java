package mesh.auction.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import mesh.auction.Facts;
import mesh.auction.engine.Decision.Awarded;
import mesh.protocol.NodeId;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.Test;

class RankingTest {
    private final Market market = new Market();
    private final Facts facts = market.facts;

    @Test
    void the_node_that_would_be_least_full_wins() {
        market.hear(facts.node("small", 1), facts.node("big", 4));

        assertThat(market.offer(facts.offer(), facts.offer(), facts.offer()))
                .containsExactly("1@big", "1@big", "1@big");
    }

    @Test
    void a_node_that_the_job_failed_on_wins_only_where_there_is_no_other() {
        market.hear(facts.node("idle", 9), facts.node("other", 1));
        Offer offer = facts.offer();

        assertThat(market.offer(Facts.attempt(offer, 2, "idle"))).containsExactly("2@other");
        assertThat(market.offer(Facts.attempt(facts.offer(), 2, "idle"))).containsExactly("2@idle");
    }

    @Test
    void of_equally_loaded_nodes_the_cheaper_wins() {
        market.hear(
                facts.node("dear", 2).price(20),
                facts.node("cheap", 2).price(10),
                facts.node("dearer", 2).price(30));

        assertThat(market.offer(facts.offer())).containsExactly("1@cheap");
    }

    @Test
    void equal_nodes_win_equally_often_and_the_same_job_always_the_same() {
        var lot = new FairLot();
        var a = new Candidate(new NodeId("node-1"), 0, 1, null);
        var b = new Candidate(new NodeId("node-2"), 0, 1, null);
        int won = 0;
        for (int i = 0; i < 10_000; i++) {
            Offer offer = facts.offer();
            assertThat(lot.cost(offer, a)).isEqualTo(lot.cost(offer, a)).isBetween(0.0, 1.0);
            won += lot.cost(offer, a) < lot.cost(offer, b) ? 1 : 0;
        }

        assertThat((double) won).isCloseTo(5_000, within(200.0));
    }

    @Test
    void a_winner_comes_with_the_reasons_in_the_order_of_their_weight() {
        market.hear(facts.node("a", 4).price(7));

        Plan plan = market.engine.offered(List.of(facts.offer()), facts.now());

        var reasons = ((Awarded) plan.decisions().getFirst()).reasons();
        assertThat(reasons.subList(0, 3))
                .containsExactly(
                        new Reason("failed-here", 0),
                        new Reason("load", 0.25),
                        new Reason("price", 7));
        assertThat(reasons.getLast().criterion()).isEqualTo("lot");
    }

    @Test
    void refuses_a_ranking_of_nothing() {
        assertThatThrownBy(() -> new Ranking(List.of()))
                .hasMessage("a ranking has at least one criterion");
    }
}
