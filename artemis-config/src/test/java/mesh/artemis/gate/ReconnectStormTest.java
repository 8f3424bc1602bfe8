package mesh.artemis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.artemis.link.ArtemisLink;
import mesh.artemis.link.LinkConfiguration;
import mesh.protocol.NodeId;
import mesh.protocol.link.Source;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many nodes come back in the same moment, far more than may be strangers at once.
@Timeout(120)
class ReconnectStormTest {
    private static final int NODES = 40;
    private static final ConnectionBounds BOUNDS =
            new ConnectionBounds(4 * NODES, 3, Duration.ofSeconds(10));

    @TempDir Path data;

    private static Set<RemotingConnection> loggedIn(EmbeddedBroker broker) {
        var found = new HashSet<RemotingConnection>();
        for (var each : BrokerProbe.server(broker).getRemotingService().getConnections()) {
            if (each.getSubject() != null) {
                found.add(each);
            }
        }
        return found;
    }

    private static ArtemisLink node(EmbeddedBroker broker, int number) {
        ArtemisLink link =
                ArtemisLink.connect(
                        new LinkConfiguration(
                                broker.url(),
                                BrokerProbe.USER,
                                BrokerProbe.PASSWORD,
                                "node " + number));
        link.subscribe(Source.control(new NodeId("n" + number)), _ -> List.of());
        return link;
    }

    @Test
    void all_get_in_again() {
        try (EmbeddedBroker broker = BrokerProbe.start(data, BOUNDS)) {
            var nodes = new ArrayList<ArtemisLink>();
            try {
                for (int number = 0; number < NODES; number++) {
                    nodes.add(node(broker, number));
                }
                Set<RemotingConnection> before = loggedIn(broker);
                assertThat(before).hasSizeGreaterThanOrEqualTo(NODES);
                before.forEach(each -> each.fail(new ActiveMQDisconnectedException("a storm")));
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(
                                () -> {
                                    Set<RemotingConnection> after = loggedIn(broker);
                                    assertThat(after).doesNotContainAnyElementsOf(before);
                                    assertThat(after).hasSizeGreaterThanOrEqualTo(NODES);
                                    assertThat(nodes).allMatch(ArtemisLink::isConnected);
                                });
            } finally {
                nodes.forEach(ArtemisLink::close);
            }
        }
    }
}
