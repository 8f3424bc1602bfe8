package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mesh.artemis.broker.BrokerProbe;
import mesh.protocol.NodeId;
import mesh.protocol.json.MessageBody;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Link.Subscription;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Quarantined;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of messages that cannot be read or handled, and how messages look to others.
@Timeout(60)
class QuarantineTest extends OneBrokerFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Makes a message that no link would send.
    interface Made {
        Message in(Session session) throws Exception;
    }

    private static void raw(String queue, Made made) throws Exception {
        try (var factory = new ActiveMQConnectionFactory(broker.url());
                Connection connection =
                        factory.createConnection(BrokerProbe.USER, BrokerProbe.PASSWORD);
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(made.in(session));
        }
    }

    @Test
    void puts_aside_what_cannot_be_read_and_reads_on() throws Exception {
        var seen = new Collected<Offer>();
        var aside = new Collected<Quarantined>();
        link.subscribe(Source.offers(), seen);
        link.subscribe(Source.quarantine(), aside);
        raw("mesh.offers", session -> session.createTextMessage("{\"v\":1,"));
        raw("mesh.offers", session -> session.createTextMessage("{\"v\":1,\"job\":\"x\"}"));
        raw("mesh.offers", Session::createMapMessage);
        raw("mesh.offers", Session::createMessage);
        raw(
                "mesh.offers",
                session -> session.createObjectMessage(List.of("no class is loaded").getFirst()));
        raw("mesh.offers", session -> bytes(session, new byte[] {(byte) 0xC3, 0x28}));
        Offer offer = Records.offer(1);
        link.send(List.of(offer));
        assertThat(seen.await(1)).containsExactly(offer);
        assertThat(aside.await(6))
                .allSatisfy(record -> assertThat(record.from()).isEqualTo("mesh.offers"))
                .anySatisfy(record -> assertThat(record.body()).isEqualTo("{\"v\":1,"))
                .anySatisfy(record -> assertThat(record.body()).isEqualTo("c328"));
        assertThat(link.quarantined()).isEqualTo(6);
    }

    @Test
    void puts_aside_what_is_too_large_to_be_a_record() throws Exception {
        var aside = new Collected<Quarantined>();
        link.subscribe(Source.offers(), new Collected<>());
        link.subscribe(Source.quarantine(), aside);
        raw("mesh.offers", session -> bytes(session, new byte[17 << 20]));
        assertThat(aside.await(1).getFirst().reason()).contains("at most 16777216 bytes");
    }

    @Test
    void reads_what_claims_a_size_that_is_no_number() throws Exception {
        var seen = new Collected<Offer>();
        link.subscribe(Source.offers(), seen);
        Offer offer = Records.offer(1);
        raw(
                "mesh.offers",
                session -> {
                    var message = session.createTextMessage(MessageBody.write(List.of(offer)));
                    message.setStringProperty("_AMQ_LARGE_SIZE", "many");
                    return message;
                });
        assertThat(seen.await(1)).containsExactly(offer);
    }

    private static Message bytes(Session session, byte[] body) throws Exception {
        var message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    @Test
    void reads_a_record_whose_body_is_bytes() throws Exception {
        var seen = new Collected<Offer>();
        link.subscribe(Source.offers(), seen);
        Offer offer = Records.offer(1);
        raw(
                "mesh.offers",
                session ->
                        bytes(
                                session,
                                MessageBody.write(List.of(offer))
                                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(seen.await(1)).containsExactly(offer);
    }

    @Test
    void gives_up_a_message_after_ten_failures_and_keeps_its_neighbours() {
        var dead = new Collected<Quarantined>();
        var handled = new Collected<Offer>();
        Offer poison = Records.offer(13);
        List<Offer> others = List.of(Records.offer(1), Records.offer(2), Records.offer(3));
        link.subscribe(Source.quarantine(), dead);
        link.send(List.of(others.get(0)));
        link.send(List.of(poison));
        link.send(List.of(others.get(1)));
        link.send(List.of(others.get(2)));
        link.subscribe(
                Source.offers(),
                batch -> {
                    if (batch.stream().anyMatch(delivery -> delivery.message().equals(poison))) {
                        throw new IllegalStateException("poison");
                    }
                    return handled.handle(batch);
                });
        await().atMost(PATIENCE).until(() -> !dead.records().isEmpty());
        assertThat(handled.await(3)).containsExactlyInAnyOrderElementsOf(others);
        Quarantined given = dead.records().getFirst();
        assertThat(dead.records()).hasSize(1);
        assertThat(given.from()).isEqualTo("mesh.offers");
        assertThat(given.reason()).contains("10 times");
        assertThat(MessageBody.read(given.body(), Offer.class)).containsExactly(poison);
    }

    @Test
    void replaces_the_queue_of_a_node_that_comes_back_with_other_capabilities() {
        var node = new NodeId("n1");
        Subscription first =
                link.subscribe(
                        Source.assignments(node, Records.capabilities(Map.of("gpu", "1"))),
                        new Collected<>());
        first.close();
        link.send(List.of(Records.assignment("n1", 1)));
        var seen = new Collected<Assignment>();
        link.subscribe(Source.assignments(node, Records.capabilities(Map.of("gpu", "4"))), seen);
        Assignment larger = Records.assignment("n1", 4);
        link.send(List.of(larger));
        assertThat(seen.await(1)).containsExactly(larger);
        var queue = BrokerProbe.queue(broker, "mesh.assignments.n1");
        assertThat(queue.getFilter().getFilterString().toString()).contains("cap_gpu <= 4");
        assertThat(queue.isAutoDelete()).isTrue();
        assertThat(queue.isDurable()).isTrue();
    }

    @Test
    void marks_an_assignment_with_its_job_and_where_to_settle() throws Exception {
        link.subscribe(
                        Source.assignments(new NodeId("n1"), Records.capabilities(Map.of())),
                        new Collected<>())
                .close();
        Assignment assignment = Records.assignment("n1", 0);
        link.send(List.of(assignment));
        try (var factory = new ActiveMQConnectionFactory(broker.url());
                Connection connection =
                        factory.createConnection(BrokerProbe.USER, BrokerProbe.PASSWORD);
                Session session = connection.createSession()) {
            connection.start();
            Message message =
                    session.createConsumer(
                                    session.createTopic("mesh.assignments::mesh.assignments.n1"))
                            .receive(5_000);
            assertThat(message.getJMSCorrelationID()).isEqualTo(assignment.job().toString());
            assertThat(message.getJMSReplyTo().toString()).contains("mesh.settlements");
            assertThat(message.getStringProperty("node")).isEqualTo("n1");
            assertThat(message.getStringProperty("type")).isEqualTo("type_echo");
        }
    }
}
