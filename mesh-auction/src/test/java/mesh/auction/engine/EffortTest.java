package mesh.auction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.auction.Facts;
import mesh.auction.engine.AuctionEngine.Effort;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.Test;

/// What the engine costs when much waits: 100,000 offers of five requirements, 100 nodes.
class EffortTest {
    private static final int OFFERS = 100_000;
    private static final int NODES = 100;
    private static final List<String> NEEDS =
            List.of("gpu >= 1", "gpu >= 2", "python >= 3.9", "region = 'eu'", "memory >= '64GiB'");

    private final Market market =
            new Market(Market.limits(OFFERS, Duration.ofSeconds(1), 10_000, 100));
    private final Facts facts = market.facts;

    private void fill() {
        var offers = new ArrayList<Offer>();
        for (int i = 0; i < OFFERS; i++) {
            offers.add(facts.offer(NEEDS.get(i % NEEDS.size()), i % 10));
        }
        market.engine.offered(offers, facts.now());
    }

    private List<Delivery<Heartbeat>> heartbeats(int slots) {
        var heartbeats = new ArrayList<Delivery<Heartbeat>>();
        for (int i = 0; i < NODES; i++) {
            heartbeats.add(facts.heartbeat(facts.node("node-" + i, slots, "gpu=1", "python=3.11")));
        }
        return heartbeats;
    }

    /// Nodes join, and what follows of it is done to its end.
    private void join() {
        Plan plan = market.engine.heard(heartbeats(1), facts.now());
        while (plan.cut()) {
            plan = market.engine.tick(facts.now());
        }
    }

    private Effort spent(Runnable work) {
        Effort before = market.engine.effort();
        work.run();
        Effort after = market.engine.effort();
        return new Effort(
                after.evaluations() - before.evaluations(),
                after.considered() - before.considered());
    }

    @Test
    void needs_are_evaluated_once_a_requirement_and_kind_of_node_not_once_an_offer() {
        assertThat(spent(this::fill).evaluations()).isZero();

        Effort joined = spent(this::join);

        assertThat(joined.evaluations()).isEqualTo(NEEDS.size());
        assertThat(market.engine.pending()).isEqualTo(OFFERS - NODES);
    }

    @Test
    void one_plan_judges_only_so_many_pairs_and_the_next_goes_on() {
        int needs = 3 * Judging.MOST_AT_ONCE;
        for (int i = 0; i < needs; i++) {
            market.offer(facts.offer("gpu = " + (i + 2)));
        }
        var first = new ArrayList<Long>();
        Plan plan = market.engine.heard(heartbeats(1), facts.now());
        first.add(market.engine.effort().evaluations());
        while (plan.cut()) {
            assertThat(plan.decisions()).as("while a node may yet be found capable").isEmpty();
            plan = market.engine.tick(facts.now());
            first.add(market.engine.effort().evaluations());
        }

        assertThat(first).containsExactly(2_000L, 4_000L, 6_000L);
    }

    @Test
    void a_round_looks_at_nothing_that_no_node_can_run() {
        for (int i = 0; i < 10_000; i++) {
            market.offer(facts.offer("gpu = " + (i + 2)));
        }
        join();
        Effort award = spent(() -> market.offer(facts.offer("")));

        assertThat(award.considered()).isEqualTo(NODES);
        assertThat(award.evaluations()).isEqualTo(1);
    }

    @Test
    void a_round_looks_once_at_all_that_the_same_busy_nodes_can_run() {
        market.hear(facts.node("gpus", 1, "gpu=4000"));
        market.offer(facts.offer("gpu >= 1"));
        for (int i = 0; i < 1_000; i++) {
            market.offer(facts.offer("gpu >= " + (i + 2)));
        }
        market.hear(facts.node("idle", 1));
        Effort tick = spent(() -> market.engine.tick(facts.now()));

        assertThat(tick.considered()).isEqualTo(1);
    }

    @Test
    void a_heartbeat_that_says_nothing_new_evaluates_nothing() {
        fill();
        join();

        Effort again = spent(() -> market.engine.heard(heartbeats(1), facts.now()));

        assertThat(again).isEqualTo(new Effort(0, 0));
    }

    @Test
    void a_tick_at_which_nothing_can_be_awarded_looks_at_no_offer_and_no_node() {
        fill();
        join();

        Effort ticks =
                spent(
                        () -> {
                            for (int i = 0; i < 1_000; i++) {
                                market.engine.tick(facts.now());
                            }
                        });

        assertThat(ticks).isEqualTo(new Effort(0, 0));
    }

    @Test
    void an_award_looks_at_the_free_nodes_only() {
        fill();
        join();
        facts.pass(Duration.ofSeconds(1));

        Effort freed =
                spent(
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                market.engine.heard(
                                        List.of(
                                                facts.heartbeat(
                                                        facts.node(
                                                                "node-0",
                                                                2 + i,
                                                                "gpu=1",
                                                                "python=3.11"))),
                                        facts.now());
                            }
                        });

        assertThat(market.open("node-0")).isEqualTo(101);
        assertThat(freed.evaluations()).isZero();
        assertThat(freed.considered()).isLessThanOrEqualTo(100L * NEEDS.size());
    }
}
