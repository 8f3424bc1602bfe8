package mesh.auction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import mesh.auction.Facts;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.Test;

/// What only a node says of attempts that this auction did not award.
class ClaimsTest {
    private static final Duration REPEAT = Duration.ofSeconds(5);

    private final Market market = new Market();
    private final Facts facts = market.facts;
    private final Offer offer = facts.offer("gpu = 1");

    private static AttemptRef attempt(Offer offer, int attempt) {
        return new AttemptRef(offer.job(), attempt);
    }

    @Test
    void an_attempt_that_is_not_on_offer_keeps_the_offer_that_waits() {
        market.offer(offer);

        assertThat(market.hear(facts.node("liar", 1).running(attempt(offer, 1000)))).isEmpty();

        assertThat(market.engine.pending()).isEqualTo(1);
        assertThat(market.hear(facts.node("a", 1, "gpu=1"))).containsExactly("1@a");
    }

    @Test
    void an_offer_of_an_earlier_attempt_than_a_node_claims_is_awarded() {
        market.hear(facts.node("liar", 1, "gpu=1").running(attempt(offer, 1000)));
        market.hear(facts.node("a", 1, "gpu=1"));

        assertThat(market.offer(offer)).containsExactly("1@a");
        market.hear(facts.node("liar", 1, "gpu=1").running(attempt(offer, 1000)));
        assertThat(market.offer(offer)).containsExactly("resent 1@a");
    }

    @Test
    void an_offer_that_waits_is_not_given_to_a_node_that_cannot_run_it() {
        market.offer(offer);

        assertThat(market.hear(facts.node("liar", 1).running(offer.ref()))).isEmpty();

        assertThat(market.hear(facts.node("a", 1, "gpu=1"))).containsExactly("1@a");
    }

    @Test
    void an_offer_that_a_node_claimed_before_and_cannot_run_is_awarded_to_another() {
        market.hear(facts.node("liar", 1).running(offer.ref()), facts.node("a", 1, "gpu=1"));

        assertThat(market.offer(offer)).containsExactly("1@a");
    }

    @Test
    void what_a_node_claims_takes_its_own_slots_alone() {
        Offer held = facts.offer("gpu = 1");
        market.hear(facts.node("a", 1, "gpu=1"));
        market.offer(held);
        market.hear(facts.node("a", 1, "gpu=1").running(held.ref()));

        market.hear(facts.node("liar", 2, "gpu=1").running(attempt(held, 7), offer.ref()));

        assertThat(market.open("a")).isEqualTo(1);
        assertThat(market.open("liar")).isEqualTo(2);
        assertThat(market.offer(facts.offer("gpu = 1"))).containsExactly("1:no-free-slot");
    }

    @Test
    void a_claim_that_its_node_does_not_repeat_is_forgotten() {
        market.hear(facts.node("liar", 1, "gpu=1").running(attempt(offer, 1000)));
        market.hear(facts.node("liar", 1, "gpu=1"));

        assertThat(market.open("liar")).isZero();
        assertThat(market.offer(offer)).containsExactly("1@liar");
    }

    @Test
    void the_settlement_of_a_claim_keeps_no_later_offer_from_being_awarded() {
        market.hear(facts.node("liar", 1, "gpu=1").running(attempt(offer, 1000)));
        market.settle(Facts.succeeded(Facts.attempt(offer, 1000), "liar"));

        assertThat(market.open("liar")).isZero();
        assertThat(market.offer(offer)).containsExactly("1@liar");
    }

    @Test
    void a_settlement_of_a_node_that_cannot_run_it_leaves_the_offer_that_waits() {
        market.hear(facts.node("liar", 1));
        market.offer(offer);

        market.settle(Facts.succeeded(offer, "liar"));

        assertThat(market.engine.pending()).isEqualTo(1);
    }

    @Test
    void a_node_claims_no_more_than_its_slots_and_what_it_may_hold_ahead() {
        AttemptRef[] many =
                Stream.generate(() -> new AttemptRef(facts.job(), 1))
                        .limit(2_000)
                        .toArray(AttemptRef[]::new);

        market.hear(facts.node("liar", 3).running(many));

        assertThat(market.open("liar")).isEqualTo(3 + Pace.MOST_AHEAD);
    }

    @Test
    void after_a_restart_of_the_auction_the_newer_of_two_claims_is_the_fate() {
        market.hear(facts.node("stale", 1, "gpu=1").running(offer.ref()));
        market.hear(facts.node("a", 1, "gpu=1").running(attempt(offer, 2)));

        assertThat(market.offer(Facts.attempt(offer, 2))).containsExactly("again 2@a");
        assertThat(market.open("stale")).isEqualTo(1);
    }

    @Test
    void a_core_that_goes_on_offering_what_was_settled_is_believed_after_half_a_minute() {
        settledBefore();

        for (int repeat = 0; repeat < 6; repeat++) {
            assertThat(market.offer(offer)).isEmpty();
            facts.pass(REPEAT);
            market.hear(facts.node("a", 1, "gpu=1"));
        }

        assertThat(market.offer(offer)).containsExactly("1@a");
    }

    @Test
    void a_core_that_goes_on_offering_an_attempt_before_the_awarded_one_is_believed_too() {
        market.hear(facts.node("a", 1, "gpu=1"));
        market.offer(Facts.attempt(offer, 5));
        for (int repeat = 0; repeat < 6; repeat++) {
            assertThat(market.offer(offer)).isEmpty();
            facts.pass(REPEAT);
            market.hear(facts.node("a", 1, "gpu=1"));
        }

        assertThat(market.offer(offer)).containsExactly("1@a");
    }

    @Test
    void offers_before_and_after_a_pause_of_the_core_do_not_make_it_believed() {
        settledBefore();

        market.offer(offer);
        facts.pass(Duration.ofSeconds(40));
        market.hear(facts.node("a", 1, "gpu=1"));

        assertThat(market.offer(offer)).isEmpty();
    }

    private void settledBefore() {
        market.hear(facts.node("a", 1, "gpu=1"));
        market.offer(offer);
        market.settle(Facts.succeeded(offer, "a"));
    }

    @Test
    void of_contradictions_a_bounded_number_is_remembered() {
        var contradictions = new Contradictions();
        contradictions.insists(offer, facts.now());
        facts.pass(Duration.ofSeconds(15));
        contradictions.insists(offer, facts.now());
        for (int other = 0; other < Contradictions.MOST; other++) {
            contradictions.insists(facts.offer(), facts.now());
        }
        facts.pass(Duration.ofSeconds(15));

        assertThat(contradictions.insists(offer, facts.now())).isFalse();
    }
}
