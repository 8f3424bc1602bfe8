package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.artemis.broker.BrokerProcess;
import mesh.protocol.NodeId;
import mesh.protocol.link.Collected;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A broker that is killed or hangs while everybody works.
@Timeout(120)
class KilledBrokerTest {
    /// From when the broker takes connections again.
    private static final Duration RECOVERED = Duration.ofSeconds(7);

    @TempDir Path data;
    private BrokerProcess broker;
    private ArtemisLink sender;
    private ArtemisLink reader;

    @BeforeEach
    void start() throws Exception {
        broker = new BrokerProcess(data);
        broker.start();
        sender = Links.connect(broker.url());
        reader = Links.connect(broker.url());
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        sender.close();
        reader.close();
    }

    @Test
    void loses_nothing_that_it_acknowledged_when_it_is_killed_under_load() throws Exception {
        try (var traffic = new Traffic(sender, reader, 8)) {
            int kills = Integer.getInteger("mesh.kills", 1);
            for (int kill = 0; kill < kills; kill++) {
                traffic.awaitMore(200);
                broker.kill();
                broker.start();
                traffic.awaitMore(1, RECOVERED);
            }
            traffic.stop();
            traffic.awaitAcknowledged();
            assertThat(traffic.acknowledged()).isGreaterThan(200L * kills);
        }
    }

    @Test
    void that_hangs_is_told_to_the_sender_and_goes_on_when_it_wakes() throws Exception {
        var departed = new CopyOnWriteArrayList<NodeId>();
        reader.watchDepartures(departed::add);
        sender.subscribe(
                Source.assignments(new NodeId("n1"), Records.capabilities(Map.of())),
                new Collected<>());
        try (var traffic = new Traffic(sender, reader)) {
            traffic.awaitMore(20);
            broker.signal("STOP");
            long before = System.nanoTime();
            assertThatThrownBy(() -> sender.send(List.of(Records.settlement("n1", "1"))))
                    .isInstanceOf(LinkException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Line.PATIENCE.plusSeconds(3));
            broker.signal("CONT");
            traffic.awaitMore(20, RECOVERED);
            traffic.stop();
            traffic.awaitAcknowledged();
        }
        assertThat(departed).isEmpty();
    }
}
