package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mesh.artemis.broker.BrokerProbe;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.json.MessageBody;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Link;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages that carry several records.
@Timeout(60)
class ArraysTest extends OneBrokerFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static <M extends Message> Link.BatchHandler<M> failingOn(
            M poison, Link.BatchHandler<M> others) {
        return batch -> {
            if (batch.stream().anyMatch(delivery -> delivery.message().equals(poison))) {
                throw new IllegalStateException("poison");
            }
            return others.handle(batch);
        };
    }

    /// What is only handed over is there a moment later.
    private static void awaitWaiting(int messages) {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                BrokerProbe.queue(broker, "mesh.offers").getMessageCount()
                                        == messages);
    }

    @Test
    void carry_many_records_each_and_in_order() {
        var seen = new Collected<Offer>();
        List<Offer> offers = IntStream.range(0, 1_000).mapToObj(Records::offer).toList();
        link.send(offers);
        awaitWaiting(4);
        link.subscribe(Source.offers(), seen);
        assertThat(seen.await(1_000)).containsExactlyElementsOf(offers);
    }

    @Test
    void have_a_bound_in_bytes_that_one_large_record_may_exceed() {
        var seen = new Collected<Offer>();
        List<Offer> offers = new ArrayList<>();
        for (int size : new int[] {200_000, 50_000, 50_000, 1_000_000, 10}) {
            offers.add(Records.offer(new Json("\"" + "ü".repeat(size / 2) + "\"")));
        }
        link.send(offers);
        awaitWaiting(4);
        link.subscribe(Source.offers(), seen);
        assertThat(seen.await(5)).containsExactlyElementsOf(offers);
    }

    @Test
    void lose_only_the_record_that_cannot_be_read() throws Exception {
        var seen = new Collected<Offer>();
        var aside = new Collected<Quarantined>();
        link.subscribe(Source.offers(), seen);
        link.subscribe(Source.quarantine(), aside);
        Offer first = Records.offer(1);
        Offer last = Records.offer(2);
        String wrong = "{\"v\":1,\"job\":\"ü\"}";
        String body =
                "[%s,%s,%s,7]"
                        .formatted(
                                MessageBody.write(List.of(first)),
                                wrong,
                                MessageBody.write(List.of(last)));
        try (var factory = new ActiveMQConnectionFactory(broker.url());
                Connection connection =
                        factory.createConnection(BrokerProbe.USER, BrokerProbe.PASSWORD);
                Session session = connection.createSession();
                MessageProducer producer =
                        session.createProducer(session.createQueue("mesh.offers"))) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(body.getBytes(StandardCharsets.UTF_8));
            producer.send(message);
        }
        assertThat(seen.await(2)).containsExactly(first, last);
        assertThat(aside.await(2)).extracting(Quarantined::body).containsExactly(wrong, "7");
        assertThat(aside.records()).extracting(Quarantined::id).doesNotHaveDuplicates();
        assertThat(link.quarantined()).isEqualTo(2);
    }

    @Test
    void lose_only_the_record_that_its_reader_always_fails_on() {
        var aside = new Collected<Quarantined>();
        var core = new Collected<Settlement>();
        var auction = new Collected<Settlement>();
        List<Settlement> settlements =
                IntStream.range(0, 20)
                        .mapToObj(number -> Records.settlement("n1", String.valueOf(number)))
                        .toList();
        Settlement poison = settlements.get(7);
        link.subscribe(Source.quarantine(), aside);
        link.subscribe(Source.settlements("auction"), auction);
        link.subscribe(Source.settlements("core"), failingOn(poison, core));
        link.send(settlements);
        await().atMost(PATIENCE).until(() -> !aside.records().isEmpty());
        Quarantined given = aside.records().getFirst();
        assertThat(given.reason()).contains("10 times");
        assertThat(MessageBody.read(given.body(), Settlement.class)).containsExactly(poison);
        List<Settlement> others = new ArrayList<>(settlements);
        others.remove(poison);
        assertThat(core.await(19)).containsExactlyInAnyOrderElementsOf(others);
        assertThat(auction.await(20)).containsExactlyElementsOf(settlements);
        assertThat(aside.records()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n1", "n2"})
    void are_for_one_node_each(String node) {
        var seen = new Collected<Assignment>();
        var other = new Collected<Assignment>();
        var capabilities = Records.capabilities(Map.of());
        link.subscribe(Source.assignments(new NodeId(node), capabilities), seen);
        link.subscribe(Source.assignments(new NodeId("n3"), capabilities), other);
        List<Assignment> all =
                IntStream.range(0, 60)
                        .mapToObj(number -> Records.assignment(number % 2 == 0 ? node : "n3", 0))
                        .toList();
        link.send(all);
        assertThat(seen.await(30)).allMatch(one -> one.node().value().equals(node));
        assertThat(other.await(30)).allMatch(one -> one.node().value().equals("n3"));
    }
}
