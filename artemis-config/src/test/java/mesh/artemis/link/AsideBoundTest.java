package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import mesh.artemis.broker.BrokerProbe;
import mesh.protocol.NodeId;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Award;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Quarantined;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A flood of what cannot be read, while nobody takes away what is put aside of it.
@Timeout(120)
class AsideBoundTest extends OneBrokerFixture {
    private static final int MOST = 500;
    private static final int MOST_BYTES = 32 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static void send(String queue, int times, String text) throws Exception {
        try (var factory = new ActiveMQConnectionFactory(broker.inVmUrl())) {
            factory.setBlockOnDurableSend(false);
            try (Connection connection =
                            factory.createConnection(BrokerProbe.USER, BrokerProbe.PASSWORD);
                    Session session = connection.createSession();
                    MessageProducer producer = session.createProducer(session.createQueue(queue))) {
                producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
                for (int each = 0; each < times; each++) {
                    producer.send(session.createTextMessage(text));
                }
            }
        }
    }

    private void readsGoodOnesBehind(int times, String broken) throws Exception {
        send("mesh.awards", times, broken);
        var award = Award.to(Records.offer(1), new NodeId("n1"));
        link.send(List.of(award));
        var seen = new Collected<Award>();
        link.subscribe(Source.awards(), seen);
        await().atMost(PATIENCE).until(() -> seen.records().equals(List.of(award)));
        assertThat(link.quarantined()).isEqualTo(times);
    }

    @Test
    void of_many_the_newest_are_kept_and_the_loss_is_counted() throws Exception {
        for (String name : List.of("mesh.quarantine", "mesh.dead", "mesh.expired")) {
            Queue aside = BrokerProbe.queue(broker, name);
            long before = aside.getMessagesReplaced();
            send(name, MOST + 200, "no record");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(aside.getMessagesReplaced() - before)
                                            .as(name)
                                            .isEqualTo(200));
            assertThat(aside.getMessageCount()).as(name).isEqualTo(MOST);
        }
        var told = new Collected<Quarantined>();
        link.subscribe(Source.deadLetters(), told);
        assertThat(told.await(MOST)).hasSize(MOST);
    }

    @Test
    void what_is_good_is_read_behind_a_flood_of_small_ones() throws Exception {
        readsGoodOnesBehind(3_000, "{\"v\":1,");
    }

    @Test
    void of_large_ones_as_many_as_there_is_room_for_are_kept_and_what_is_good_is_read()
            throws Exception {
        readsGoodOnesBehind(120, "x".repeat(300_000));
        Queue aside = BrokerProbe.queue(broker, "mesh.quarantine");
        assertThat(aside.getMessageCount()).isPositive();
        assertThat(aside.getPersistentSize()).isLessThan(MOST_BYTES + (1L << 20));
        Offer offer = Records.offer(1);
        var seen = new Collected<Offer>();
        link.subscribe(Source.offers(), seen);
        link.send(List.of(offer));
        assertThat(seen.await(1)).containsExactly(offer);
    }
}
