package mesh.auction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import mesh.auction.Facts;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.message.Settlement.Usage;
import org.junit.jupiter.api.Test;

/// How many awards a node may hold beyond its slots.
class PaceTest {
    private final Market market = new Market();
    private final Facts facts = market.facts;

    /// Lets node a end this many jobs, one after another within a moment.
    private void ends(int jobs) {
        for (int i = 0; i < jobs; i++) {
            Offer offer = facts.offer();
            market.offer(offer);
            market.settle(Facts.succeeded(offer, "a"));
        }
    }

    private int awards(int offers) {
        market.offer(IntStream.range(0, offers).mapToObj(_ -> facts.offer()).toArray(Offer[]::new));
        return market.open("a");
    }

    @Test
    void a_node_without_a_pace_gets_its_slots_and_no_more() {
        market.hear(facts.node("a", 2));

        assertThat(awards(10)).isEqualTo(2);
    }

    @Test
    void a_node_that_ended_eighty_jobs_in_a_second_may_hold_ten_beyond_its_slots() {
        market.hear(facts.node("a", 2));
        ends(80);

        assertThat(awards(100)).isEqualTo(12);
    }

    @Test
    void a_pace_is_that_of_the_last_second() {
        market.hear(facts.node("a", 2));
        ends(80);
        facts.pass(Duration.ofMillis(600));
        ends(16);
        facts.pass(Duration.ofMillis(400));

        assertThat(awards(100)).isEqualTo(4);
    }

    @Test
    void nothing_is_held_beyond_a_bound() {
        market.hear(facts.node("a", 2));
        ends(10_000);

        awards(2_000);
        market.tick();

        assertThat(market.open("a")).isEqualTo(2 + Pace.MOST_AHEAD);
    }

    @Test
    void the_pace_of_one_type_says_nothing_of_another() {
        market.hear(facts.node("a", 2, "type_paint"));
        ends(80);

        market.offer(IntStream.range(0, 10).mapToObj(_ -> painting()).toArray(Offer[]::new));

        assertThat(market.open("a")).isEqualTo(2);
    }

    private Offer painting() {
        Offer echo = facts.offer();
        return new Offer(
                echo.job(),
                echo.attempt(),
                new JobType("paint"),
                echo.needs(),
                echo.priority(),
                echo.deadline(),
                echo.avoid(),
                echo.payload());
    }

    @Test
    void what_a_node_declines_gives_it_no_pace() {
        market.hear(facts.node("a", 2));
        for (int i = 0; i < 80; i++) {
            Offer offer = facts.offer();
            market.offer(offer);
            market.settle(declined(offer));
        }

        assertThat(awards(10)).isEqualTo(2);
    }

    private static Settlement declined(Offer offer) {
        return Settlement.unsuccessful(
                offer.ref(),
                new NodeId("a"),
                Outcome.DECLINED,
                new JobError(ErrorCode.NODE_BUSY, "busy"),
                Usage.NONE);
    }

    @Test
    void a_node_that_was_started_anew_has_no_pace() {
        market.hear(facts.node("a", 2));
        ends(80);
        market.hear(facts.node("a", 2).incarnation("second"));

        assertThat(awards(10)).isEqualTo(2);
    }

    @Test
    void a_free_slot_elsewhere_goes_before_waiting() {
        market.hear(facts.node("a", 2));
        ends(80);
        market.hear(facts.node("b", 1));

        List<String> words = market.offer(facts.offer(), facts.offer(), facts.offer());

        assertThat(words).containsExactlyInAnyOrder("1@a", "1@a", "1@b");
    }
}
