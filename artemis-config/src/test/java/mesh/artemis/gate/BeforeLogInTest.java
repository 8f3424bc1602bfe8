package mesh.artemis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.artemis.link.ArtemisLink;
import mesh.artemis.link.LinkConfiguration;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Settlement;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CheckFailoverMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ClusterConnectMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.PacketsConfirmedMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.Ping;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.RollbackMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ScaleDownAnnounceMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SubscribeClusterTopologyUpdatesMessageV2;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What somebody without a password can do at the broker's port: nothing.
@Timeout(60)
class BeforeLogInTest {
    private static final long CONTROL = 0;
    private static final long SESSIONS = 1;
    private static final long REPLICATION = 2;
    private static final long CLUSTER = 3;
    private static final long FEDERATION = 4;
    private static final long FIRST_OF_USERS = 10;

    @TempDir static Path data;
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = BrokerProbe.start(data);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void empty() throws Exception {
        BrokerProbe.empty(broker);
    }

    private static ArtemisLink link() {
        return ArtemisLink.connect(
                new LinkConfiguration(
                        broker.url(), BrokerProbe.USER, BrokerProbe.PASSWORD, "an owner"));
    }

    private static PacketImpl queue(String name) {
        return new CreateQueueMessage(
                SimpleString.of("mesh.offers"), SimpleString.of(name), null, true, false, false);
    }

    private static List<String> queues() {
        return List.of(BrokerProbe.server(broker).getActiveMQServerControl().getQueueNames());
    }

    @Test
    void makes_no_queue_for_a_stranger() throws Exception {
        List<String> before = queues();
        try (Stranger stranger = Stranger.at(broker.port())) {
            stranger.say(queue("a spy"), SESSIONS);
            stranger.awaitEnd();
        }
        assertThat(queues()).containsExactlyInAnyOrderElementsOf(before);
    }

    /// It does what no session of the mesh may, so it is closed to those who have a password too.
    @Test
    void makes_no_queue_beside_a_session_for_anybody() throws Exception {
        List<String> before = queues();
        try (Stranger party = Stranger.at(broker.port())) {
            party.logIn(BrokerProbe.USER, BrokerProbe.PASSWORD, FIRST_OF_USERS);
            assertThat(party.hear().get()).isEqualTo(PacketImpl.CREATESESSION_RESP);
            party.say(queue("a spy"), SESSIONS);
            party.awaitEnd();
        }
        assertThat(queues()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void hands_nobodys_session_to_a_stranger() throws Exception {
        var seen = new Collected<Settlement>();
        try (ArtemisLink owner = link();
                Stranger stranger = Stranger.at(broker.port())) {
            owner.subscribe(Source.settlements("core"), seen);
            Settlement before = Records.settlement("n1", "1");
            owner.send(List.of(before));
            seen.await(1);
            List<ServerSession> sessions = List.copyOf(BrokerProbe.server(broker).getSessions());
            assertThat(sessions).hasSizeGreaterThanOrEqualTo(2);
            for (ServerSession session : sessions) {
                stranger.say(new ReattachSessionMessage(session.getName(), -1), SESSIONS);
                ByteBuffer answer = stranger.hear();
                assertThat(answer.get()).isEqualTo(PacketImpl.REATTACH_SESSION_RESP);
                assertThat(answer.getLong()).isEqualTo(SESSIONS);
                assertThat(answer.getInt()).as("the last command it has").isEqualTo(-1);
                assertThat(answer.get()).as("whether it is reattached").isZero();
            }
            Settlement after = Records.settlement("n1", "2");
            owner.send(List.of(after));
            assertThat(seen.await(2)).containsExactly(before, after);
            assertThat(BrokerProbe.server(broker).getSessions()).containsAll(sessions);
        }
    }

    @Test
    void ends_a_connection_that_says_what_belongs_to_no_session() throws Exception {
        record Said(PacketImpl packet, long channel) {}
        var refused = new ArrayList<Said>();
        refused.add(new Said(new ClusterConnectMessage("mesh", BrokerProbe.PASSWORD), CLUSTER));
        refused.add(new Said(new ClusterConnectMessage("mesh", BrokerProbe.PASSWORD), SESSIONS));
        refused.add(
                new Said(
                        new ScaleDownAnnounceMessage(SimpleString.of("a"), SimpleString.of("b")),
                        CLUSTER));
        refused.add(new Said(new PacketsConfirmedMessage(1), REPLICATION));
        refused.add(new Said(new PacketsConfirmedMessage(1), FEDERATION));
        refused.add(new Said(new PacketsConfirmedMessage(1), CONTROL));
        refused.add(new Said(new RollbackMessage(), SESSIONS));
        refused.add(new Said(new RollbackMessage(), FIRST_OF_USERS));
        refused.add(new Said(queue("a spy"), FIRST_OF_USERS));
        refused.add(new Said(queue("a spy"), CONTROL));
        for (Said said : refused) {
            try (Stranger stranger = Stranger.at(broker.port())) {
                stranger.say(said.packet(), said.channel());
                stranger.awaitEnd();
            }
        }
        assertThat(queues()).doesNotContain("a spy");
    }

    @Test
    void answers_what_a_client_asks_before_it_logs_in() throws Exception {
        try (Stranger stranger = Stranger.at(broker.port())) {
            stranger.say(new Ping(60_000), CONTROL);
            assertThat(stranger.hear().get()).isEqualTo(PacketImpl.PING);
            stranger.say(new SubscribeClusterTopologyUpdatesMessageV2(true, 136), CONTROL);
            assertThat(stranger.hear().get()).isEqualTo(PacketImpl.CLUSTER_TOPOLOGY_V4);
            stranger.say(new CheckFailoverMessage(null), SESSIONS);
            assertThat(stranger.hear().get()).isEqualTo(PacketImpl.CHECK_FOR_FAILOVER_REPLY);
        }
    }

    @Test
    void a_connection_tries_one_password() throws Exception {
        try (Stranger stranger = Stranger.at(broker.port())) {
            stranger.logIn("mesh", "a guess", FIRST_OF_USERS);
            assertThat(stranger.hear().get()).isEqualTo(PacketImpl.EXCEPTION);
            stranger.logIn(BrokerProbe.USER, BrokerProbe.PASSWORD, FIRST_OF_USERS + 1);
            stranger.awaitEnd();
        }
    }

    @Test
    void garbage_ends_its_own_connection_alone() throws Exception {
        try (ArtemisLink owner = link()) {
            for (byte[] garbage :
                    Stream.of(
                                    "\u0000\u0000\u0000\u0005hello",
                                    "\u0000\u0000\u0000\u0009\u0014zzzzzzzz")
                            .map(
                                    text ->
                                            text.getBytes(
                                                    java.nio.charset.StandardCharsets.ISO_8859_1))
                            .toList()) {
                try (Stranger stranger = Stranger.at(broker.port())) {
                    stranger.say(garbage);
                    stranger.awaitEnd();
                }
            }
            owner.send(List.of(Records.settlement("n1", "1")));
            await().until(owner::isConnected);
        }
    }
}
