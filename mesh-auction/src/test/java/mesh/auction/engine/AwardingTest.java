package mesh.auction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.auction.Facts;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.Test;

class AwardingTest {
    private Market market = new Market();
    private final Facts facts = market.facts;

    @Test
    void an_award_and_its_assignment_are_sent_together() {
        market.hear(facts.node("a", 1));
        Offer offer = facts.offer();

        Plan plan = market.engine.offered(List.of(offer), facts.now());

        var winner = new NodeId("a");
        assertThat(plan.messages())
                .containsExactly(Award.to(offer, winner), Assignment.of(offer, winner));
        assertThat(plan.cut()).isFalse();
    }

    @Test
    void an_award_goes_only_to_a_node_that_satisfies_the_needs() {
        market.hear(
                facts.node("small", 9, "gpu=1", "python=3.9"),
                facts.node("big", 1, "gpu=2", "python=3.11"));

        assertThat(market.offer(facts.offer("gpu >= 2 AND python >= 3.10")))
                .containsExactly("1@big");
        assertThat(market.offer(facts.offer("gpu >= 2 AND python >= 3.10")))
                .containsExactly("1:no-free-slot");
    }

    @Test
    void an_award_goes_only_to_a_node_that_runs_the_type() {
        market.hear(facts.node("a", 1));
        Offer echo = facts.offer();
        var python =
                new Offer(
                        echo.job(),
                        1,
                        new JobType("python"),
                        echo.needs(),
                        4,
                        null,
                        echo.avoid(),
                        echo.payload());

        assertThat(market.offer(python)).containsExactly("1:no-capable-node");
    }

    @Test
    void no_award_goes_to_a_node_that_is_draining_suspect_offline_or_gone() {
        market.hear(facts.node("a", 1).draining(true));
        assertThat(market.offer(facts.offer())).containsExactly("1:no-capable-node");

        market = new Market();
        hearThenWait(Duration.ofSeconds(11));
        assertThat(market.offer(market.facts.offer())).containsExactly("1:no-capable-node");

        market = new Market();
        hearThenWait(Duration.ofSeconds(30));
        assertThat(market.offer(market.facts.offer())).containsExactly("1:no-capable-node");

        market = new Market();
        hearThenWait(Duration.ZERO);
        market.depart("a");
        assertThat(market.offer(market.facts.offer())).containsExactly("1:no-capable-node");
    }

    private void hearThenWait(Duration time) {
        market.hear(market.facts.node("a", 1));
        market.facts.pass(time);
    }

    @Test
    void a_node_that_joins_gets_what_waits() {
        market.offer(facts.offer());

        assertThat(market.hear(facts.node("a", 1))).containsExactly("1@a");
    }

    @Test
    void a_node_that_learns_something_gets_what_waits_for_it() {
        market.hear(facts.node("a", 1));
        assertThat(market.offer(facts.offer("gpu >= 1"))).containsExactly("1:no-capable-node");

        assertThat(market.hear(facts.node("a", 1, "gpu=1"))).containsExactly("1@a");
    }

    @Test
    void a_node_that_forgets_something_gets_no_more_of_it() {
        market.hear(facts.node("a", 2, "gpu=1"));
        assertThat(market.offer(facts.offer("gpu >= 1"))).containsExactly("1@a");
        market.hear(facts.node("a", 2));

        assertThat(market.offer(facts.offer("gpu >= 1"))).containsExactly("1:no-capable-node");
    }

    @Test
    void the_more_urgent_and_then_the_older_job_comes_first() {
        Offer old = facts.offer("", 4);
        Offer young = facts.offer("", 4);
        Offer urgent = facts.offer("gpu >= 1", 9);
        Offer idle = facts.offer("", 0);
        market.offer(idle, young, urgent, old);
        market.hear(facts.node("a", 1, "gpu=1"));

        var order = new ArrayList<Offer>();
        order.add(urgent);
        assertThat(market.open("a")).isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            Plan plan =
                    market.engine.settled(
                            List.of(Facts.succeeded(order.getLast(), "a")), facts.now());
            order.addAll(Market.awarded(plan));
        }

        assertThat(order).containsExactly(urgent, old, young, idle);
    }

    @Test
    void a_class_of_jobs_that_nobody_can_run_holds_up_no_other() {
        market.hear(facts.node("a", 2));
        for (int i = 0; i < 50; i++) {
            market.offer(facts.offer("gpu >= 1", 9));
        }

        assertThat(market.offer(facts.offer("", 0))).contains("1@a");
    }

    @Test
    void no_node_gets_more_than_it_has_slots_whatever_it_reports() {
        market.hear(facts.node("a", 2));

        assertThat(market.offer(facts.offer(), facts.offer(), facts.offer()))
                .containsExactly("1@a", "1@a", "1:no-free-slot");
        assertThat(market.hear(facts.node("a", 2))).isEmpty();
        assertThat(market.open("a")).isEqualTo(2);
    }

    @Test
    void a_node_without_slots_gets_nothing() {
        market.hear(facts.node("a", 0));

        assertThat(market.offer(facts.offer())).containsExactly("1:no-free-slot");
    }

    @Test
    void one_plan_holds_no_more_payload_than_a_transaction_may_but_always_one_award() {
        market =
                new Market(
                        new MarketLimits(
                                9, 1_000, Duration.ofSeconds(60), Duration.ZERO, 9, 5, 9, 9));
        market.hear(market.facts.node("a", 9));
        Offer large = Facts.payload(market.facts.offer("", 9), "1234567");
        Offer small = Facts.payload(market.facts.offer(), "123");

        Plan first = market.engine.offered(List.of(large, small), market.facts.now());
        assertThat(Market.awarded(first)).containsExactly(large);
        assertThat(first.cut()).isTrue();
        assertThat(Market.awarded(market.engine.tick(market.facts.now()))).containsExactly(small);
    }

    @Test
    void one_plan_holds_no_more_awards_than_a_transaction_may_and_says_that_there_are_more() {
        market = new Market(Market.limits(100, Duration.ZERO, 2, 100));
        market.hear(market.facts.node("a", 5));

        Plan first =
                market.engine.offered(
                        List.of(market.facts.offer(), market.facts.offer(), market.facts.offer()),
                        market.facts.now());
        Plan second = market.engine.tick(market.facts.now());

        assertThat(Market.words(first)).containsExactly("1@a", "1@a");
        assertThat(first.cut()).isTrue();
        assertThat(Market.words(second)).containsExactly("1@a");
        assertThat(second.cut()).isFalse();
    }
}
