package mesh.auction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.auction.Facts.Beat;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.link.Link.Subscription;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Offer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The auction on a broker, with its own threads; the clock is stepped by hand.
class AuctionTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    private final Facts facts = new Facts();
    private final MemoryBroker broker = new MemoryBroker(facts.clock());
    private final Link others = broker.connect();
    private final FailingLink link = new FailingLink(broker.connect());
    private final List<Award> awards = new CopyOnWriteArrayList<>();
    private final List<Assignment> assignments = new CopyOnWriteArrayList<>();
    private Auction auction = start();

    AuctionTest() {
        others.subscribe(
                Source.awards(),
                batch -> keep(batch.stream().map(d -> nameless(d.message())), awards));
    }

    /// Whichever start of an auction says so.
    private static Award nameless(Award award) {
        return new Award(award.job(), award.attempt(), award.node(), award.reason());
    }

    private static <M> List<Message> keep(java.util.stream.Stream<M> messages, List<M> where) {
        messages.forEach(where::add);
        return List.of();
    }

    private Auction start() {
        return start(Duration.ofMillis(5));
    }

    private Auction start(Duration tick) {
        return Auction.start(AuctionConfiguration.defaults().withTick(tick), link, facts.clock());
    }

    @AfterEach
    void stop() {
        auction.close();
        link.close();
        others.close();
    }

    /// A node that reads its assignments, and says so.
    private Subscription join(Beat beat) {
        Heartbeat heartbeat = facts.heartbeat(beat).message();
        var reading =
                others.subscribe(
                        Source.assignments(heartbeat.node(), heartbeat.capabilities()),
                        batch -> keep(batch.stream().map(d -> d.message()), assignments));
        others.send(List.of(heartbeat));
        return reading;
    }

    private void beat(Beat beat) {
        others.send(List.of(facts.heartbeat(beat).message()));
    }

    private void offer(Offer... offers) {
        others.send(List.of(offers));
    }

    private void awaitAward(Award award) {
        await().atMost(Duration.ofSeconds(5)).until(() -> awards.contains(award));
    }

    private void awaitAssignment(Assignment assignment) {
        await().atMost(Duration.ofSeconds(5)).until(() -> assignments.contains(assignment));
    }

    @Test
    void an_offer_becomes_an_award_for_the_core_and_an_assignment_for_the_node() {
        join(facts.node("a", 1, "gpu=1"));
        join(facts.node("b", 9));
        Offer offer = facts.offer("gpu >= 1");
        offer(offer);

        awaitAward(Award.to(offer, A));
        awaitAssignment(Assignment.of(offer, A));
    }

    @Test
    void what_nobody_can_run_is_said_and_awarded_to_the_node_that_joins() {
        Offer offer = facts.offer("gpu >= 1");
        offer(offer);
        awaitAward(Award.none(offer, NoAward.NO_CAPABLE_NODE, null));

        join(facts.node("a", 1, "gpu=1"));

        awaitAward(Award.to(offer, A));
    }

    @Test
    void a_settlement_lets_the_next_job_in() {
        join(facts.node("a", 1));
        Offer first = facts.offer();
        Offer second = facts.offer();
        offer(first, second);
        awaitAward(Award.to(first, A));
        facts.pass(Duration.ofSeconds(1));
        awaitAward(Award.none(second, NoAward.NO_FREE_SLOT, null));

        others.send(List.of(Facts.succeeded(first, "a")));

        awaitAssignment(Assignment.of(second, A));
    }

    @Test
    void an_offer_that_has_to_wait_ends_the_rest_of_an_auction_that_had_nothing_to_do() {
        auction.close();
        auction = start(Duration.ofSeconds(1));
        join(facts.node("a", 1));
        Offer first = facts.offer();
        offer(first);
        awaitAward(Award.to(first, A));

        Offer second = facts.offer();
        Offer nobodys = facts.offer("gpu >= 1");
        offer(second, nobodys);
        awaitAward(Award.none(nobodys, NoAward.NO_CAPABLE_NODE, null));
        facts.pass(Duration.ofSeconds(1));

        // Without it the next tick is up to a minute away.
        awaitAward(Award.none(second, NoAward.NO_FREE_SLOT, null));
    }

    @Test
    void a_node_whose_connection_ends_gets_nothing_more() {
        join(facts.node("b", 1));
        Subscription a = join(facts.node("a", 9, "gpu=1"));
        Offer first = facts.offer("gpu >= 1");
        offer(first);
        awaitAward(Award.to(first, A));

        a.close();
        Offer second = facts.offer();
        offer(second);

        awaitAward(Award.to(second, B));
    }

    @Test
    void a_node_that_falls_silent_gets_nothing_and_is_heard_again_with_its_next_heartbeat() {
        join(facts.node("a", 1));
        Offer before = facts.offer();
        offer(before);
        awaitAward(Award.to(before, A));
        facts.pass(Duration.ofSeconds(30));
        Offer after = facts.offer();
        offer(after);
        awaitAward(Award.none(after, NoAward.NO_CAPABLE_NODE, null));

        beat(facts.node("a", 1));

        awaitAward(Award.to(after, A));
    }

    @Test
    void a_restarted_auction_knows_the_nodes_their_open_awards_and_the_dead() {
        Offer running = facts.offer();
        join(facts.node("dead", 9));
        facts.pass(Duration.ofSeconds(25));
        join(facts.node("a", 1).running(running.ref()));
        join(facts.node("b", 2));
        auction.close();
        facts.pass(Duration.ofSeconds(5));

        auction = start();
        // As nodes do that are called; the dead one is not.
        beat(facts.node("a", 1).running(running.ref()));
        beat(facts.node("b", 2));
        Offer first = facts.offer();
        Offer second = facts.offer();
        Offer third = facts.offer();
        offer(first, second, third);

        awaitAward(Award.to(first, B));
        awaitAward(Award.to(second, B));
        facts.pass(Duration.ofSeconds(1));
        awaitAward(Award.none(third, NoAward.NO_FREE_SLOT, null));
        offer(running);
        awaitAward(Award.to(running, A));
        assertThat(assignments).extracting(Assignment::job).doesNotContain(running.job());
    }

    @Test
    void offers_and_settlements_that_come_while_no_auction_runs_are_not_lost() {
        join(facts.node("a", 1));
        Offer first = facts.offer();
        offer(first);
        awaitAward(Award.to(first, A));
        auction.close();
        others.send(List.of(Facts.succeeded(first, "a")));
        Offer second = facts.offer();
        offer(second);

        auction = start();
        beat(facts.node("a", 1));

        awaitAward(Award.to(second, A));
    }

    @Test
    void an_award_whose_transaction_failed_is_sent_when_its_offer_comes_again() {
        join(facts.node("a", 1));
        link.failCommits(3);
        Offer offer = facts.offer();
        offer(offer);

        awaitAward(Award.to(offer, A));
        awaitAssignment(Assignment.of(offer, A));
    }

    @Test
    void an_award_whose_transaction_failed_is_sent_when_the_settlement_that_allowed_it_does() {
        join(facts.node("a", 1));
        Offer first = facts.offer();
        Offer second = facts.offer();
        offer(first, second);
        awaitAward(Award.to(first, A));
        link.failCommits(3);

        others.send(List.of(Facts.succeeded(first, "a")));

        awaitAward(Award.to(second, A));
        awaitAssignment(Assignment.of(second, A));
    }

    @Test
    void what_a_tick_could_not_send_is_sent_by_a_later_one() {
        Offer one = facts.offer();
        Offer other = facts.offer();
        join(facts.node("a", 2));
        Offer third = facts.offer();
        Offer fourth = facts.offer();
        offer(one, other, third, fourth);
        awaitAward(Award.to(one, A));
        link.failSends(3);

        facts.pass(Duration.ofSeconds(1));

        awaitAward(Award.none(third, NoAward.NO_FREE_SLOT, null));
        awaitAward(Award.none(fourth, NoAward.NO_FREE_SLOT, null));
    }

    @Test
    void what_the_broker_gave_up_is_said_to_core_and_node_when_the_core_repeats_its_offer() {
        join(facts.node("a", 1));
        link.loseAnswers(1);
        Offer offer = facts.offer();
        offer(offer);
        await().until(link::lostAll);

        facts.pass(Duration.ofSeconds(2));
        offer(offer);

        awaitAward(Award.to(offer, A));
        awaitAssignment(Assignment.of(offer, A));
    }

    @Test
    void ticks_on_after_an_error_of_the_virtual_machine() {
        Offer first = facts.offer();
        Offer second = facts.offer();
        join(facts.node("a", 1));
        offer(first, second);
        awaitAward(Award.to(first, A));
        link.throwErrors(2);

        facts.pass(Duration.ofSeconds(1));

        awaitAward(Award.none(second, NoAward.NO_FREE_SLOT, null));
    }
}
