package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.protocol.NodeId;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Link.Subscription;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node's assignments have one reader, whoever else takes its name.
@Timeout(60)
class OneNodeOfANameTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TOLD =
            "a node named 'n1' is connected already; give this one another name with --name";
    @TempDir static Path data;
    private static EmbeddedBroker broker;
    private ArtemisLink link;
    private ArtemisLink other;

    @BeforeAll
    static void start() {
        broker = BrokerProbe.start(data);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void connect() throws Exception {
        BrokerProbe.empty(broker);
        link = Links.connect(broker.url());
        other = Links.connect(broker.url());
    }

    @AfterEach
    void disconnect() {
        link.close();
        other.close();
    }

    private static Source<Assignment> n1(String gpus) {
        return Source.assignments(new NodeId("n1"), Records.capabilities(Map.of("gpu", gpus)));
    }

    @Test
    void refuses_a_second_one_with_the_same_capabilities() {
        var first = new Collected<Assignment>();
        link.subscribe(n1("1"), first);
        assertThatThrownBy(() -> other.subscribe(n1("1"), new Collected<>()))
                .isInstanceOf(LinkException.class)
                .hasMessage(TOLD);
        List<Assignment> assignments =
                List.of(Records.assignment("n1", 0), Records.assignment("n1", 1));
        link.send(assignments);
        assertThat(first.await(2)).containsExactlyInAnyOrderElementsOf(assignments);
    }

    @Test
    void refuses_a_second_one_with_other_capabilities() {
        link.subscribe(n1("1"), new Collected<>());
        assertThatThrownBy(() -> other.subscribe(n1("2"), new Collected<>()))
                .isInstanceOf(LinkException.class)
                .hasMessage(TOLD);
    }

    @Test
    void lets_the_broker_judge_two_that_came_at_once() {
        link.subscribe(n1("1"), new Collected<>()).close();
        assertThat(BrokerProbe.queue(broker, "mesh.assignments.n1").getMaxConsumers()).isEqualTo(1);
    }

    @Test
    void waits_for_the_first_one_to_leave() throws Exception {
        Subscription first = link.subscribe(n1("1"), new Collected<>());
        var seen = new Collected<Assignment>();
        try (ArtemisLink patient = Links.connect(broker.url(), PATIENCE)) {
            var second = CompletableFuture.supplyAsync(() -> patient.subscribe(n1("2"), seen));
            await().during(Duration.ofMillis(500)).until(() -> !second.isDone());
            first.close();
            second.get();
            Assignment larger = Records.assignment("n1", 2);
            link.send(List.of(larger));
            assertThat(seen.await(1)).containsExactly(larger);
        }
    }

    @Test
    void takes_the_place_of_one_that_was_killed() throws Exception {
        Process killed = LinkRecoveryTest.ANode.start(broker.url());
        try {
            String queue = "mesh.assignments." + LinkRecoveryTest.ANode.ID;
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    BrokerProbe.queue(broker, queue) != null
                                            && BrokerProbe.queue(broker, queue).getConsumerCount()
                                                    == 1);
        } finally {
            killed.destroyForcibly().waitFor();
        }
        try (ArtemisLink next = Links.connect(broker.url(), Duration.ofSeconds(2))) {
            next.subscribe(
                    Source.assignments(LinkRecoveryTest.ANode.ID, Records.capabilities(Map.of())),
                    new Collected<>());
        }
    }
}
