package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import mesh.artemis.broker.BrokerProbe;
import mesh.protocol.Address;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Link;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Control;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever lies on whichever address, good messages among it arrive and nobody stops. The property
/// `mesh.malformed` says how many there are on each address.
@Timeout(600)
class MalformedTest extends OneBrokerFixture {
    private static final int EACH = Integer.getInteger("mesh.malformed", 100);
    private static final int GOOD_EVERY = 25;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final NodeId N1 = new NodeId("n1");

    /// The sources of all parties; of settlements, each record is for two.
    private static final List<Source<?>> SOURCES =
            List.of(
                    Source.heartbeats(),
                    Source.offers(),
                    Source.awards(),
                    Source.assignments(N1, Records.capabilities(Map.of())),
                    Source.control(N1),
                    Source.progress(),
                    Source.news(),
                    Source.settlements("core"),
                    Source.settlements("auction"));

    private final Map<Source<?>, Set<String>> good = new ConcurrentHashMap<>();
    private final Map<UUID, String> aside = new ConcurrentHashMap<>();

    private <M extends mesh.protocol.message.Message> void read(Link reader, Source<M> source) {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        good.put(source, seen);
        reader.subscribe(
                source,
                batch -> {
                    batch.forEach(one -> seen.add(one.message().toString()));
                    return List.of();
                });
    }

    private List<Quarantined> keep(List<Delivery<Quarantined>> batch) {
        for (Delivery<Quarantined> one : batch) {
            assertThat(one.message().reason()).isNotBlank();
            aside.put(one.message().id(), one.message().from());
        }
        return List.of();
    }

    private static List<mesh.protocol.message.Message> oneOfEach(int number) {
        var ref = new AttemptRef(Records.job(), 1);
        return List.of(
                Records.heartbeat("good" + number, 1),
                Records.offer(number),
                Award.to(Records.offer(number), N1),
                Records.assignment("n1", 0),
                Control.cancel(N1, ref.job(), 1),
                Progress.started(ref, N1),
                Progress.checkpoint(ref, N1, new Checkpoint(1, 0, Json.NULL)),
                Records.settlement("n1", String.valueOf(number)));
    }

    @Test
    void stop_no_reader_and_go_to_quarantine() throws Exception {
        SOURCES.forEach(source -> read(link, source));
        link.subscribe(Source.quarantine(), this::keep);
        link.subscribe(Source.deadLetters(), this::keep);
        long began = System.nanoTime();
        int sent = sendAll();
        report(sent, began);
        for (Source<?> source : SOURCES) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(good.get(source))
                                            .as(source.toString())
                                            .hasSize(EACH / GOOD_EVERY));
        }
        awaitAside();
        report(sent, began);
    }

    private void report(int sent, long began) {
        var figures =
                "%,d malformed messages put aside and %,d good records read in %,d ms, %,d MiB of heap"
                        .formatted(
                                sent,
                                good.values().stream().mapToInt(Set::size).sum(),
                                Duration.ofNanos(System.nanoTime() - began).toMillis(),
                                (Runtime.getRuntime().totalMemory()
                                                - Runtime.getRuntime().freeMemory())
                                        >> 20);
        System.getLogger(MalformedTest.class.getName()).log(System.Logger.Level.INFO, figures);
    }

    private void awaitAside() {
        for (Address<?> address : Address.ALL) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    aside.values().stream()
                                                            .filter(address.name()::equals))
                                            .as(address.name())
                                            .hasSizeGreaterThanOrEqualTo(EACH));
        }
        assertThat(aside.values().stream().filter(Address.SETTLEMENTS.name()::equals))
                .hasSize(EACH);
    }

    private static Connection connection(ActiveMQConnectionFactory factory) throws Exception {
        factory.setBlockOnDurableSend(false);
        return factory.createConnection(BrokerProbe.USER, BrokerProbe.PASSWORD);
    }

    private int sendAll() throws Exception {
        try (var factory = new ActiveMQConnectionFactory(broker.url());
                Connection connection = connection(factory);
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(null)) {
            int sent = 0;
            for (int number = 0; number < EACH; number++) {
                for (Address<?> address : Address.ALL) {
                    send(session, producer, address, number);
                    sent++;
                }
                if (number % GOOD_EVERY == 0) {
                    link.send(oneOfEach(number));
                }
            }
            return sent;
        }
    }

    private static Destination destination(Address<?> address) {
        return switch (address.routing()) {
            case ANYCAST -> ActiveMQDestination.createQueue(address.name());
            case MULTICAST -> ActiveMQDestination.createTopic(address.name());
        };
    }

    private static void send(
            Session session, MessageProducer producer, Address<?> address, int number)
            throws Exception {
        Message message = Malformed.number(number).in(session);
        if (address.equals(Address.HEARTBEATS)) {
            switch (number % 3) {
                case 0 -> message.setStringProperty("node", "bad" + number);
                case 1 -> message.setLongProperty("node", number);
                default -> {
                    // It says of no node that it is alive.
                }
            }
        } else {
            message.setStringProperty("node", "n1");
            message.setStringProperty("type", "type_echo");
            message.setStringProperty("cap_other", "no number");
        }
        producer.send(
                destination(address),
                message,
                address.equals(Address.PROGRESS)
                        ? DeliveryMode.PERSISTENT
                        : DeliveryMode.NON_PERSISTENT,
                Message.DEFAULT_PRIORITY,
                Message.DEFAULT_TIME_TO_LIVE);
    }
}
