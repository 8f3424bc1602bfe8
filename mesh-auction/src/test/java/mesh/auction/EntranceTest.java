package mesh.auction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.Test;

/// What the service answers when its answers are lost; driven without a broker or a thread.
class EntranceTest {
    private static final NodeId A = new NodeId("a");

    private final Facts facts = new Facts();
    private final AuctionService service =
            new AuctionService(AuctionConfiguration.defaults(), facts.clock());
    private final Offer offer = facts.offer();
    private final Delivery<Offer> arrival = new Delivery<>(offer, facts.now());

    EntranceTest() {
        service.heartbeats(List.of(facts.heartbeat(facts.node("a", 2))));
    }

    /// The node says that it has it, so that its assignment is not said again.
    private void arrive() {
        service.heartbeats(List.of(facts.heartbeat(facts.node("a", 2).running(offer.ref()))));
    }

    @Test
    void a_batch_that_comes_again_gets_the_whole_answer_again() {
        var answer = service.offers(List.of(arrival));

        assertThat(answer).containsExactly(Award.to(offer, A), Assignment.of(offer, A));
        assertThat(service.offers(List.of(arrival))).isEqualTo(answer);
        assertThat(service.offers(List.of(arrival))).isEqualTo(answer);
    }

    @Test
    void a_batch_that_comes_again_with_more_gets_both_answers() {
        service.offers(List.of(arrival));
        Offer other = facts.offer();

        assertThat(service.offers(List.of(arrival, new Delivery<>(other, facts.now()))))
                .containsExactly(
                        Award.to(offer, A),
                        Assignment.of(offer, A),
                        Award.to(other, A),
                        Assignment.of(other, A));
    }

    @Test
    void a_repeat_by_the_core_is_not_taken_for_a_batch_that_comes_again() {
        service.offers(List.of(arrival));
        arrive();
        facts.pass(Duration.ofSeconds(2));

        assertThat(service.offers(List.of(new Delivery<>(offer, facts.now()))))
                .containsExactly(Award.to(offer, A));
    }

    @Test
    void an_answer_is_not_given_again_once_the_next_batch_shows_that_it_was_sent() {
        service.offers(List.of(arrival));
        arrive();
        service.offers(List.of(new Delivery<>(facts.offer(), facts.now())));

        assertThat(service.offers(List.of(arrival))).containsExactly(Award.to(offer, A));
    }

    @Test
    void the_whole_of_a_probe_that_comes_in_the_same_moment_is_no_repeat() {
        var probe =
                new Offer(
                        offer.job(),
                        offer.attempt(),
                        offer.type(),
                        offer.needs(),
                        offer.priority(),
                        null,
                        Set.of(),
                        0,
                        true,
                        Json.NULL,
                        null);
        service.offers(List.of(new Delivery<>(probe, facts.now())));

        assertThat(service.offers(List.of(arrival)))
                .containsExactly(Award.to(offer, A), Assignment.of(offer, A));
    }

    @Test
    void two_heartbeats_of_a_node_in_the_same_moment_are_two() {
        Offer gpu = facts.offer("gpu >= 1");
        service.offers(List.of(new Delivery<>(gpu, facts.now())));

        assertThat(service.heartbeats(List.of(facts.heartbeat(facts.node("a", 2, "gpu=1")))))
                .contains(Award.to(gpu, A));
    }
}
