package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.protocol.NodeId;
import mesh.protocol.link.Collected;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a link does when the broker, its disk or another party fails.
@Timeout(60)
class LinkRecoveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    @TempDir Path data;

    @Test
    void fails_in_bounded_time_while_the_broker_is_away_and_goes_on_when_it_is_back() {
        EmbeddedBroker broker = BrokerProbe.start(data);
        int port = broker.port();
        var offers = new Collected<Offer>();
        var settlements = new Collected<Settlement>();
        var assignments = new Collected<Assignment>();
        var beats = new Collected<Heartbeat>();
        try (ArtemisLink link = Links.connect(broker.url())) {
            link.subscribe(Source.offers(), offers);
            link.subscribe(Source.settlements("core"), settlements);
            link.subscribe(Source.heartbeats(), beats);
            link.subscribe(
                    Source.assignments(new NodeId("n1"), Records.capabilities(Map.of())),
                    assignments);
            link.send(List.of(Records.offer(1), Records.settlement("n1", "1")));
            offers.await(1);
            settlements.await(1);
            await().atMost(PATIENCE).until(link::isConnected);
            broker.close();
            await().atMost(PATIENCE).until(() -> !link.isConnected());
            assertThatThrownBy(() -> link.send(List.of(Records.offer(2))))
                    .isInstanceOf(LinkException.class);
            Instant before = Instant.now();
            assertThatThrownBy(() -> link.send(List.of(Records.offer(3))))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("no broker answers at");
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(6));
            assertThat(link.isConnected()).isFalse();
            broker = EmbeddedBroker.start(BrokerProbe.configuration(data, port));
            // Whoever asks within a moment of a failure hears of the same one.
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(LinkException.class)
                    .until(
                            () -> {
                                link.send(List.of(Records.offer(4), Records.settlement("n1", "4")));
                                return true;
                            });
            awaitReader(broker, "mesh.assignments.n1");
            link.send(List.of(Records.assignment("n1", 0)));
            offers.await(2);
            settlements.await(2);
            assignments.await(1);
            await().atMost(PATIENCE)
                    .until(
                            () -> {
                                link.send(List.of(Records.heartbeat("n1", 4)));
                                return !beats.records().isEmpty();
                            });
            await().atMost(PATIENCE).until(link::isConnected);
        } finally {
            broker.close();
        }
    }

    /// As a proxy does whose broker is away, or a broker that is only starting.
    @Test
    void tries_again_at_once_where_connections_are_taken_and_closed() throws Exception {
        try (var proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var taken = new AtomicInteger();
            Thread.ofVirtual().start(() -> closeAll(proxy, taken));
            var line =
                    new Line(
                            new RemoteWay(
                                    new LinkConfiguration(
                                            "tcp://127.0.0.1:" + proxy.getLocalPort(),
                                            "u",
                                            "p",
                                            "test"),
                                    RemoteWay.Use.READ));
            long before = System.nanoTime();
            while (taken.get() < 5) {
                assertThatThrownBy(line::open)
                        .isInstanceOf(LinkException.class)
                        .hasMessageContaining("no broker answers at");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Line.PATIENCE);
            line.close();
        }
    }

    private static void closeAll(ServerSocket proxy, AtomicInteger taken) {
        try {
            while (true) {
                try (Socket party = proxy.accept()) {
                    taken.incrementAndGet();
                    party.getInputStream().read();
                }
            }
        } catch (IOException over) {
            // The end of the test.
        }
    }

    /// A node's queue goes with the broker and comes back with the node.
    private static void awaitReader(EmbeddedBroker broker, String queue) {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                BrokerProbe.queue(broker, queue) != null
                                        && BrokerProbe.queue(broker, queue).getConsumerCount()
                                                == 1);
    }

    @Test
    void says_that_the_disk_is_full_instead_of_waiting_for_room() {
        try (EmbeddedBroker broker = BrokerProbe.start(data);
                ArtemisLink link = Links.connect(broker.url());
                ArtemisLink inVm = Links.within(broker)) {
            BrokerProbe.disk(broker, true);
            await().atMost(PATIENCE)
                    .until(() -> BrokerProbe.server(broker).getPagingManager().isDiskFull());
            Instant before = Instant.now();
            for (ArtemisLink each : List.of(link, inVm)) {
                assertThatThrownBy(() -> each.send(List.of(Records.settlement("n1", "1"))))
                        .isInstanceOf(LinkException.class);
                assertThatThrownBy(() -> each.send(List.of(Records.offer(1))))
                        .isInstanceOf(LinkException.class);
            }
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
            BrokerProbe.disk(broker, false);
            await().atMost(PATIENCE)
                    .until(() -> !BrokerProbe.server(broker).getPagingManager().isDiskFull());
            link.send(List.of(Records.settlement("n1", "1")));
        }
    }

    @Test
    void goes_on_with_a_broker_that_its_disk_failed_and_that_starts_again() {
        try (EmbeddedBroker broker = BrokerProbe.start(data);
                ArtemisLink link = Links.connect(broker.url());
                ArtemisLink inVm = Links.within(broker)) {
            var seen = new Collected<Settlement>();
            Settlement before = Records.settlement("n1", "1");
            link.send(List.of(before));
            var reading = new Collected<Settlement>();
            inVm.subscribe(Source.settlements("auction"), reading);
            assertThat(reading.await(1)).containsExactly(before);
            var first = BrokerProbe.server(broker);
            BrokerProbe.breakDisk(broker);
            await().atMost(PATIENCE).until(() -> BrokerProbe.server(broker) != first);
            inVm.subscribe(Source.settlements("core"), seen);
            assertThat(seen.await(1)).containsExactly(before);
            Settlement after = Records.settlement("n1", "2");
            await().atMost(PATIENCE)
                    .ignoreException(LinkException.class)
                    .untilAsserted(() -> link.send(List.of(after)));
            assertThat(seen.await(2)).contains(after);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reading.records()).contains(after));
        }
    }

    @Test
    void gives_a_batch_again_when_its_answer_is_refused() {
        try (EmbeddedBroker broker = BrokerProbe.start(data);
                ArtemisLink link = Links.connect(broker.url())) {
            link.send(List.of(Records.offer(1)));
            BrokerProbe.disk(broker, true);
            await().atMost(PATIENCE)
                    .until(() -> BrokerProbe.server(broker).getPagingManager().isDiskFull());
            var settled = new Collected<Settlement>();
            var tries = new CopyOnWriteArrayList<Integer>();
            link.subscribe(Source.settlements("core"), settled);
            link.subscribe(
                    Source.offers(),
                    batch -> {
                        tries.add(batch.size());
                        return List.of(Records.settlement("n1", "1"));
                    });
            await().atMost(PATIENCE).until(() -> tries.size() >= 2);
            assertThat(settled.records()).isEmpty();
            BrokerProbe.disk(broker, false);
            assertThat(settled.await(1)).hasSize(1);
        }
    }

    @Test
    void notices_a_killed_node_long_before_its_silence_would_tell() throws Exception {
        try (EmbeddedBroker broker = BrokerProbe.start(data);
                ArtemisLink link = Links.connect(broker.url())) {
            var departed = new CopyOnWriteArrayList<NodeId>();
            link.watchDepartures(departed::add);
            var beats = new Collected<Heartbeat>();
            link.subscribe(Source.heartbeats(), beats);
            Process node = ANode.start(broker.url());
            try {
                // A Java machine that starts on a busy computer takes its time.
                await().atMost(PATIENCE.multipliedBy(2)).until(() -> !beats.records().isEmpty());
                assertThat(departed).isEmpty();
                node.destroyForcibly();
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Line.SILENCE.dividedBy(3))
                        .until(() -> departed.contains(ANode.ID));
            } finally {
                node.destroyForcibly().waitFor();
            }
        }
    }

    /// A node in a process of its own.
    static final class ANode {
        static final NodeId ID = new NodeId("n7");

        static Process start(String url) throws Exception {
            var java = Path.of(System.getProperty("java.home"), "bin", "java");
            return new ProcessBuilder(
                            java.toString(),
                            "-Djava.util.logging.config.file="
                                    + System.getProperty("java.util.logging.config.file"),
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ANode.class.getName(),
                            url)
                    .inheritIO()
                    .start();
        }

        public static void main(String[] arguments) throws Exception {
            ArtemisLink link = Links.connect(arguments[0]);
            link.subscribe(
                    Source.assignments(ID, Records.capabilities(Map.of())), new Collected<>());
            link.subscribe(Source.control(ID), new Collected<>());
            link.send(List.of(Records.heartbeat(ID.value(), 1)));
            Thread.currentThread().join();
        }
    }
}
