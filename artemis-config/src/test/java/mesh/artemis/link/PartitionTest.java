package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mesh.artemis.broker.BrokerProbe;
import mesh.protocol.NodeId;
import mesh.protocol.link.Collected;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a link does while the network between it and its broker is broken, and after. Far longer
/// breaks are the same to it as these, but for the broker's patience.
@Timeout(60)
class PartitionTest extends OneBrokerFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// A broken network that is whole again has to carry messages within this.
    private static final Duration HEALED = Duration.ofSeconds(7);

    private static final NodeId N1 = new NodeId("n1");
    private static final String QUEUE = "mesh.assignments.n1";

    private Proxy network;
    private ArtemisLink node;

    @BeforeEach
    void connectThroughTheNetwork() throws Exception {
        network = new Proxy(broker.port());
        node = Links.connect(network.url());
    }

    @AfterEach
    void disconnectFromTheNetwork() throws Exception {
        network.heal();
        node.close();
        network.close();
    }

    private static Source<Assignment> assignments() {
        return Source.assignments(N1, Records.capabilities(Map.of()));
    }

    private List<NodeId> departures() {
        var departed = new CopyOnWriteArrayList<NodeId>();
        link.watchDepartures(departed::add);
        return departed;
    }

    @Test
    void a_node_that_lost_its_connection_in_silence_reads_on_and_has_not_departed()
            throws Exception {
        List<NodeId> departed = departures();
        var seen = new Collected<Assignment>();
        var returns = new AtomicInteger();
        node.onReturn(returns::incrementAndGet);
        node.subscribe(assignments(), seen);
        for (int round = 1; round <= 3; round++) {
            network.loseInSilence();
            Assignment next = Records.assignment("n1", 0);
            link.send(List.of(next));
            // One whose acknowledgement was lost with the connection comes again.
            await().atMost(PATIENCE).until(() -> seen.records().contains(next));
            assertThat(returns).hasValue(round);
        }
        assertThat(BrokerProbe.queue(broker, QUEUE).getConsumerCount()).isEqualTo(1);
        await().during(Duration.ofSeconds(1)).until(departed::isEmpty);
    }

    @Test
    void what_a_lost_connection_held_comes_to_the_next_one() throws Exception {
        var seen = new Collected<Settlement>();
        node.subscribe(Source.settlements("core"), seen);
        network.cut(EnumSet.of(Proxy.Way.FROM_BROKER));
        var sent = new ArrayList<Settlement>();
        for (int number = 0; number < 20; number++) {
            sent.add(Records.settlement("n1", String.valueOf(number)));
            link.send(List.of(sent.getLast()));
        }
        await().atMost(PATIENCE)
                .until(() -> BrokerProbe.queue(broker, "core").getDeliveringCount() == 20);
        network.loseInSilence();
        network.heal();
        assertThat(seen.await(20)).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void another_node_of_the_name_does_not_take_the_place_of_one_that_is_well() {
        node.subscribe(assignments(), new Collected<>());
        assertThatThrownBy(() -> link.subscribe(assignments(), new Collected<>()))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("connected already");
    }

    @Test
    void a_node_that_is_gone_has_departed_although_its_connection_went_before() throws Exception {
        List<NodeId> departed = departures();
        var seen = new Collected<Assignment>();
        node.subscribe(assignments(), seen);
        network.loseInSilence();
        link.send(List.of(Records.assignment("n1", 0)));
        seen.await(1);
        assertThat(departed).isEmpty();
        node.close();
        await().atMost(PATIENCE).until(() -> departed.contains(N1));
    }

    @Test
    void knows_that_it_hears_nothing_long_before_its_connection_is_taken_for_lost() {
        node.subscribe(assignments(), new Collected<>());
        await().atMost(PATIENCE).until(node::isConnected);
        network.cut(EnumSet.of(Proxy.Way.FROM_BROKER));
        await().atMost(Line.SILENCE.dividedBy(2)).until(() -> !node.isConnected());
        network.heal();
        await().atMost(PATIENCE).until(node::isConnected);
    }

    static Stream<Set<Proxy.Way>> ways() {
        return Stream.of(
                EnumSet.allOf(Proxy.Way.class),
                EnumSet.of(Proxy.Way.TO_BROKER),
                EnumSet.of(Proxy.Way.FROM_BROKER));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void goes_on_by_itself_when_the_network_is_whole_again(Set<Proxy.Way> ways) {
        List<NodeId> departed = departures();
        try (var traffic = new Traffic(node, link)) {
            node.subscribe(assignments(), new Collected<>());
            traffic.awaitMore(20);
            for (int flap = 0; flap < 2; flap++) {
                network.cut(ways);
                await().pollDelay(Duration.ofMillis(300)).until(() -> true);
                network.heal();
                traffic.awaitMore(5, HEALED);
            }
            traffic.stop();
            traffic.awaitAcknowledged();
        }
        assertThat(departed).isEmpty();
    }

    @Test
    void carries_everything_over_a_slow_network_and_calls_nobody_departed() {
        List<NodeId> departed = departures();
        var beats = new Collected<Heartbeat>();
        link.subscribe(Source.heartbeats(), beats);
        network.delay(Duration.ofMillis(50));
        try (var traffic = new Traffic(node, link)) {
            node.subscribe(assignments(), new Collected<>());
            node.send(List.of(Records.heartbeat("n1", 1)));
            beats.await(1);
            traffic.awaitMore(5);
            traffic.stop();
            traffic.awaitAcknowledged();
        }
        assertThat(departed).isEmpty();
    }

    @Test
    void tells_every_sender_within_its_patience_that_the_broker_says_nothing() {
        node.send(List.of(Records.settlement("n1", "1")));
        network.cut(EnumSet.allOf(Proxy.Way.class));
        long before = System.nanoTime();
        var told = new ArrayList<CompletableFuture<Void>>();
        for (int sender = 0; sender < 12; sender++) {
            told.add(
                    CompletableFuture.runAsync(
                            () ->
                                    assertThatThrownBy(
                                                    () ->
                                                            node.send(
                                                                    List.of(
                                                                            Records.settlement(
                                                                                    "n1", "2"))))
                                            .isInstanceOf(LinkException.class),
                            task -> Thread.ofVirtual().start(task)));
        }
        told.forEach(CompletableFuture::join);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isLessThan(Line.PATIENCE.plusSeconds(3));
        network.heal();
        await().atMost(HEALED)
                .ignoreException(LinkException.class)
                .untilAsserted(() -> node.send(List.of(Records.settlement("n1", "3"))));
    }
}
