package mesh.artemis.link;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Link;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Results that travel in pieces and lie in files of their own, as each over 390,000 characters
/// does: core and auction read each at once.
@Timeout(120)
class LargeRecordsTest {
    private static final int NODES = 4;
    private static final int EACH = 20;
    private static final int CHARACTERS = 900_000;

    @TempDir Path data;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = BrokerProbe.start(data);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static Settlement large(String node, int number) {
        return Records.settlement(node, "\"" + number + "x".repeat(CHARACTERS) + "\"");
    }

    /// Of nodes in other processes, as far as the broker can tell.
    private List<Settlement> sendAll() {
        List<ArtemisLink> nodes =
                IntStream.range(0, NODES).mapToObj(_ -> Links.connect(broker.url())).toList();
        var sent = ConcurrentHashMap.<Settlement>newKeySet();
        nodes.parallelStream()
                .forEach(
                        node -> {
                            for (int number = 0; number < EACH; number++) {
                                Settlement settlement = large("n" + nodes.indexOf(node), number);
                                node.send(List.of(settlement));
                                sent.add(settlement);
                            }
                        });
        nodes.forEach(Link::close);
        return List.copyOf(sent);
    }

    private Settlement sendOne() {
        Settlement settlement = large("n1", 1);
        try (ArtemisLink node = Links.connect(broker.url())) {
            node.send(List.of(settlement));
        }
        return settlement;
    }

    private List<Path> largeFiles() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("broker/large"))) {
            return files.toList();
        }
    }

    private void awaitNoFile() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(largeFiles()).isEmpty());
    }

    @Test
    void two_readers_in_the_brokers_process_read_each_at_once() {
        var core = new Collected<Settlement>();
        var auction = new Collected<Settlement>();
        var aside = new Collected<Quarantined>();
        try (ArtemisLink one = Links.within(broker);
                ArtemisLink other = Links.within(broker)) {
            one.subscribe(Source.settlements("core"), core);
            other.subscribe(Source.settlements("auction"), auction);
            one.subscribe(Source.quarantine(), aside);
            List<Settlement> sent = sendAll();
            assertThat(core.await(sent.size())).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(auction.await(sent.size())).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(aside.records()).isEmpty();
            assertThat(one.quarantined() + other.quarantined()).isZero();
        }
        awaitNoFile();
    }

    @Test
    void what_one_has_read_waits_for_the_other_while_the_broker_starts_again() {
        Settlement sent = sendOne();
        try (ArtemisLink one = Links.within(broker)) {
            var core = new Collected<Settlement>();
            one.subscribe(Source.settlements("core"), core);
            assertThat(core.await(1)).containsExactly(sent);
        }
        broker.close();
        broker = BrokerProbe.start(data);
        try (ArtemisLink other = Links.within(broker)) {
            var auction = new Collected<Settlement>();
            other.subscribe(Source.settlements("auction"), auction);
            assertThat(auction.await(1)).containsExactly(sent);
        }
        awaitNoFile();
    }

    /// More often than a message may fail.
    @Test
    void a_fault_of_reading_is_no_fault_of_the_message() {
        BrokerProbe.hurry(broker, "mesh.settlements");
        Settlement sent = sendOne();
        var failures = new AtomicInteger(Poison.MOST + 2);
        BrokerProbe.failReading(broker, "core", failures);
        var core = new Collected<Settlement>();
        var aside = new Collected<Quarantined>();
        try (ArtemisLink one = Links.within(broker)) {
            one.subscribe(Source.quarantine(), aside);
            one.subscribe(Source.settlements("core"), core);
            assertThat(core.await(1)).containsExactly(sent);
            assertThat(failures).hasValue(0);
            assertThat(one.quarantined()).isZero();
            assertThat(aside.records()).isEmpty();
        }
    }

    @Test
    void puts_aside_with_the_reason_what_is_no_longer_whole_on_the_disk() throws Exception {
        sendOne();
        try (var file = FileChannel.open(largeFiles().getFirst(), WRITE)) {
            file.truncate(CHARACTERS);
        }
        var aside = new Collected<Quarantined>();
        var core = new Collected<Settlement>();
        Settlement next = Records.settlement("n1", "2");
        try (ArtemisLink one = Links.within(broker)) {
            one.subscribe(Source.quarantine(), aside);
            one.subscribe(Source.settlements("core"), core);
            assertThat(aside.await(1).getFirst().reason()).contains("900,000 are on the broker's");
            one.send(List.of(next));
            assertThat(core.await(1)).containsExactly(next);
        }
    }

    @Test
    void leaves_nothing_of_a_record_whose_sender_ends_in_the_middle() throws Exception {
        try (var locator = ActiveMQClient.createServerLocator(broker.url());
                var factory = locator.createSessionFactory();
                var session =
                        factory.createSession(
                                BrokerProbe.USER,
                                BrokerProbe.PASSWORD,
                                false,
                                true,
                                true,
                                false,
                                1)) {
            var message = session.createMessage(true);
            message.setBodyInputStream(new Ending(factory.getConnection()));
            try (var producer = session.createProducer("mesh.settlements")) {
                assertThatThrownBy(() -> producer.send(message)).isNotNull();
            }
        } catch (ActiveMQException gone) {
            // It went with its connection.
        }
        awaitNoFile();
        assertThat(BrokerProbe.queue(broker, "core").getMessageCount()).isZero();
    }

    /// A body of which a part is sent, and then the process is gone.
    private static final class Ending extends InputStream {
        private final RemotingConnection connection;
        private int left = CHARACTERS;

        private Ending(RemotingConnection connection) {
            this.connection = connection;
        }

        @Override
        public int read() throws IOException {
            if (left-- == 0) {
                connection.getTransportConnection().forceClose();
                throw new IOException("its process is gone");
            }
            return 'x';
        }
    }
}
