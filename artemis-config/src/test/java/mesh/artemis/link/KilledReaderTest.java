package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.artemis.broker.BrokerProbe;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A reader that is killed again and again before it handles what it was sent.
@Timeout(60)
class KilledReaderTest extends OneBrokerFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int KILLS = Integer.getInteger("mesh.kills", 15);

    @Test
    void costs_no_settlement_that_only_lay_ahead_of_it() throws Exception {
        var sent = new ArrayList<Settlement>();
        for (int number = 0; number < 20; number++) {
            sent.add(Records.settlement("n1", String.valueOf(number)));
            link.send(List.of(sent.getLast()));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            readAndDie();
        }
        assertThat(BrokerProbe.queue(broker, "mesh.dead").getMessageCount()).isZero();
        var seen = new Collected<Settlement>();
        link.subscribe(Source.settlements("core"), seen);
        assertThat(seen.await(20)).containsExactlyInAnyOrderElementsOf(sent);
    }

    /// What the broker sees of a process that is killed: its connection ends without a word.
    private void readAndDie() throws Exception {
        var network = new Proxy(broker.port());
        var line =
                new Line(
                        new RemoteWay(
                                new LinkConfiguration(
                                        network.url(),
                                        BrokerProbe.USER,
                                        BrokerProbe.PASSWORD,
                                        "doomed"),
                                RemoteWay.Use.READ));
        Life life = line.open();
        Consumers.open(life.session(true), Source.settlements("core"));
        awaitDelivering(20);
        network.close();
        life.broken().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        // The dead say no farewell, and nobody waits for it.
        Thread.ofVirtual().start(line::close);
        awaitDelivering(0);
    }

    private void awaitDelivering(int messages) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> BrokerProbe.queue(broker, "core").getDeliveringCount() == messages);
    }
}
