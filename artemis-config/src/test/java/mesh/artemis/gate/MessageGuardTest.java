package mesh.artemis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a node that has a password can ask of the broker by the way it sends a message: nothing.
@Timeout(60)
class MessageGuardTest {
    private static final SimpleString CORE = SimpleString.of("core");

    @TempDir Path data;
    private EmbeddedBroker broker;
    private ServerLocator locator;
    private ClientSessionFactory factory;
    private ClientSession session;
    private ClientProducer producer;

    @BeforeEach
    void connect() throws Exception {
        broker = BrokerProbe.start(data);
        locator = ActiveMQClient.createServerLocator(broker.url()).setBlockOnDurableSend(true);
        factory = locator.createSessionFactory();
        session =
                factory.createSession(
                        BrokerProbe.USER, BrokerProbe.PASSWORD, false, true, true, false, 1);
        session.start();
        producer = session.createProducer("mesh.settlements");
    }

    @AfterEach
    void leave() {
        factory.close();
        locator.close();
        broker.close();
    }

    private ClientMessage message() {
        ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of("{}"));
        return message;
    }

    private ClientMessage received() throws Exception {
        try (var consumer = session.createConsumer(CORE)) {
            ClientMessage received = consumer.receive(5_000);
            assertThat(received).as("what was sent").isNotNull();
            received.acknowledge();
            return received;
        }
    }

    @Test
    void a_sender_does_not_say_when_its_message_comes_or_is_over() throws Exception {
        ClientMessage later = message();
        later.putLongProperty(Message.HDR_SCHEDULED_DELIVERY_TIME, Long.MAX_VALUE);
        later.setExpiration(1);
        producer.send(later);
        assertThat(received().getExpiration()).isZero();
    }

    @Test
    void a_sender_does_not_take_anothers_message_for_a_repeat() throws Exception {
        for (int each = 0; each < 2; each++) {
            ClientMessage message = message();
            message.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of("same"));
            producer.send(message);
        }
        received();
        received();
    }

    @Test
    void a_sender_does_not_go_before_others_or_choose_its_reader() throws Exception {
        ClientMessage pushing = message();
        pushing.setPriority((byte) 9);
        pushing.putStringProperty(Message.HDR_GROUP_ID, SimpleString.of("mine"));
        pushing.putBytesProperty(Message.HDR_ROUTE_TO_IDS, new byte[8]);
        pushing.putBooleanProperty(Message.HDR_LARGE_COMPRESSED, true);
        producer.send(pushing);
        ClientMessage received = received();
        assertThat(received.getPriority()).isEqualTo((byte) 4);
        assertThat(received.getPropertyNames())
                .doesNotContain(
                        Message.HDR_GROUP_ID,
                        Message.HDR_ROUTE_TO_IDS,
                        Message.HDR_LARGE_COMPRESSED);
    }

    @Test
    void refuses_properties_beyond_their_bounds_and_takes_the_next_message() throws Exception {
        ClientMessage many = message();
        for (int each = 0; each < 10_000; each++) {
            many.putIntProperty("p" + each, each);
        }
        assertThatThrownBy(() -> producer.send(many)).hasMessageContaining("at most");
        ClientMessage long_ = message();
        long_.putBytesProperty("long", new byte[MessageGuard.MOST_BYTES]);
        assertThatThrownBy(() -> producer.send(long_))
                .hasMessageContaining("at most 262,144 bytes of properties");
        ClientMessage good = message();
        good.putStringProperty("node", "n1");
        producer.send(good);
        assertThat(received().getStringProperty("node")).isEqualTo("n1");
    }

    @Test
    void ends_a_connection_whose_message_has_no_end() throws Exception {
        ClientMessage endless = session.createMessage(true);
        endless.setBodyInputStream(
                new InputStream() {
                    private long given;

                    @Override
                    public int read() {
                        return given++ < 4 * ConnectionGuard.MOST_OF_MESSAGE ? 'x' : -1;
                    }
                });
        assertThatThrownBy(() -> producer.send(endless)).isNotNull();
        await().untilAsserted(() -> assertThat(large()).isEmpty());
        assertThat(BrokerProbe.queue(broker, "core").getMessageCount()).isZero();
    }

    @Test
    void a_message_that_is_given_up_in_the_middle_does_not_count_for_the_next_one()
            throws Exception {
        ClientMessage givenUp = session.createMessage(true);
        givenUp.setBodyInputStream(
                new InputStream() {
                    private long given;

                    @Override
                    public int read() throws IOException {
                        if (given++ < ConnectionGuard.MOST_OF_MESSAGE * 3 / 4) {
                            return 'x';
                        }
                        throw new IOException("there is no more of it");
                    }
                });
        assertThatThrownBy(() -> producer.send(givenUp)).isNotNull();
        int size = (int) (ConnectionGuard.MOST_OF_MESSAGE / 2);
        ClientMessage next = session.createMessage(true);
        next.setBodyInputStream(new ByteArrayInputStream(new byte[size]));
        producer.send(next);
        assertThat(received().getBodySize()).isEqualTo(size);
    }

    @Test
    void makes_no_queue_that_would_gather_what_is_others() throws Exception {
        for (String address : List.of("mesh.settlements", "mesh.progress", "mesh.offers")) {
            for (boolean lasting : new boolean[] {true, false}) {
                QueueConfiguration spy =
                        QueueConfiguration.of("a spy")
                                .setAddress(address)
                                .setRoutingType(
                                        address.equals("mesh.offers")
                                                ? RoutingType.ANYCAST
                                                : RoutingType.MULTICAST)
                                .setDurable(lasting)
                                .setTemporary(!lasting);
                assertThatThrownBy(() -> session.createQueue(spy))
                        .as(address)
                        .hasMessageContaining("nobody makes a queue 'a spy' at " + address);
            }
        }
        assertThat(BrokerProbe.queue(broker, "a spy")).isNull();
        session.createQueue(
                QueueConfiguration.of("mesh.assignments.n1")
                        .setAddress("mesh.assignments")
                        .setRoutingType(RoutingType.MULTICAST)
                        .setDurable(true));
        assertThat(BrokerProbe.queue(broker, "mesh.assignments.n1")).isNotNull();
    }

    private List<Path> large() throws Exception {
        try (Stream<Path> files = Files.list(data.resolve("broker/large"))) {
            return files.toList();
        }
    }
}
