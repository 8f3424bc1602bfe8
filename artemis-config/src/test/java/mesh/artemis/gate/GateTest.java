package mesh.artemis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.artemis.link.ArtemisLink;
import mesh.artemis.link.LinkConfiguration;
import mesh.protocol.link.Records;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How much, how many and how long: what a connection takes of the broker until it has logged in.
@Timeout(60)
class GateTest {
    private static final int MOST_STRANGERS = 8;
    private static final int MOST = 16;
    private static final Duration PATIENCE = Duration.ofMillis(1_500);
    private static final int MEBIBYTE = 1 << 20;

    /// More than the buffers of both ends of a socket hold.
    private static final int MUCH = 64 * MEBIBYTE;

    @TempDir static Path data;
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = BrokerProbe.start(data, new ConnectionBounds(MOST, MOST_STRANGERS, PATIENCE));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static ArtemisLink link() {
        return ArtemisLink.connect(
                new LinkConfiguration(
                        broker.url(), BrokerProbe.USER, BrokerProbe.PASSWORD, "a party"));
    }

    private static byte[] length(int bytes) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array();
    }

    /// Sends until the connection ends.
    private static long pour(Stranger stranger) {
        long sent = 0;
        var some = new byte[MEBIBYTE / 4];
        try {
            while (sent < MUCH) {
                stranger.say(some);
                sent += some.length;
            }
        } catch (IOException ended) {
            return sent;
        }
        throw new AssertionError("the broker took " + sent + " bytes of a stranger");
    }

    @Test
    void gathers_nothing_of_a_frame_of_300_mebibytes() throws Exception {
        try (ArtemisLink party = link()) {
            party.send(List.of(Records.settlement("n1", "1")));
            long before = PlatformDependent.usedDirectMemory();
            try (Stranger stranger = Stranger.at(broker.port())) {
                stranger.say(length(300 * MEBIBYTE));
                pour(stranger);
            }
            assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(17L * MEBIBYTE);
            party.send(List.of(Records.settlement("n1", "2")));
        }
    }

    @Test
    void takes_no_frame_of_a_stranger_that_is_longer_than_a_log_in() throws Exception {
        try (Stranger stranger = Stranger.at(broker.port())) {
            stranger.say(length(Frames.MOST));
            stranger.say(new byte[ConnectionGuard.MOST_OF_STRANGER]);
            stranger.awaitEnd();
        }
    }

    @Test
    void takes_no_request_of_another_protocol() throws Exception {
        try (Stranger stranger = Stranger.silent(broker.port())) {
            stranger.say(
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            pour(stranger);
        }
    }

    @Test
    void ends_whoever_does_not_log_in() throws Exception {
        try (Stranger silent = Stranger.silent(broker.port());
                Stranger greeting = Stranger.at(broker.port());
                Stranger refused = Stranger.at(broker.port())) {
            refused.logIn("mesh", "a guess", 10);
            assertThat(refused.hear().get()).isEqualTo(PacketImpl.EXCEPTION);
            silent.awaitEnd();
            greeting.awaitEnd();
            refused.awaitEnd();
        }
        await().until(() -> BrokerProbe.gate(broker).connected() == 0);
    }

    @Test
    void keeps_whoever_has_logged_in_and_says_nothing() throws Exception {
        try (Stranger party = Stranger.at(broker.port());
                Stranger stranger = Stranger.at(broker.port())) {
            party.logIn(BrokerProbe.USER, BrokerProbe.PASSWORD, 10);
            assertThat(party.hear().get()).isEqualTo(PacketImpl.CREATESESSION_RESP);
            // It came later, so that the time of the first is over too when it is ended.
            stranger.awaitEnd();
            party.logIn(BrokerProbe.USER, BrokerProbe.PASSWORD, 11);
            assertThat(party.hear().get()).isEqualTo(PacketImpl.CREATESESSION_RESP);
        }
    }

    @Test
    void strangers_keep_no_party_out() throws Exception {
        var strangers = new ArrayList<Stranger>();
        try {
            for (int each = 0; each < 4 * MOST; each++) {
                strangers.add(Stranger.silent(broker.port()));
            }
            // The broker has seen them all: none of them is newer to it than the party.
            for (Stranger early : strangers.subList(0, 4 * MOST - MOST_STRANGERS)) {
                early.awaitEnd();
            }
            try (ArtemisLink party = link()) {
                party.send(List.of(Records.settlement("n1", "1")));
                assertThat(BrokerProbe.gate(broker).strangers())
                        .isLessThanOrEqualTo(MOST_STRANGERS);
                party.send(List.of(Records.settlement("n1", "2")));
            }
        } finally {
            for (Stranger stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void takes_no_more_connections_than_there_is_room_for() throws Exception {
        var parties = new ArrayList<Stranger>();
        try {
            for (int each = 0; each < MOST; each++) {
                Stranger party = Stranger.at(broker.port());
                parties.add(party);
                party.logIn(BrokerProbe.USER, BrokerProbe.PASSWORD, 10);
                assertThat(party.hear().get()).isEqualTo(PacketImpl.CREATESESSION_RESP);
            }
            try (Stranger late = Stranger.at(broker.port())) {
                late.awaitEnd();
            }
            parties.removeFirst().close();
            await().until(() -> BrokerProbe.gate(broker).connected() < MOST);
            try (Stranger next = Stranger.at(broker.port())) {
                next.logIn(BrokerProbe.USER, BrokerProbe.PASSWORD, 10);
                assertThat(next.hear().get()).isEqualTo(PacketImpl.CREATESESSION_RESP);
            }
        } finally {
            for (Stranger party : parties) {
                party.close();
            }
        }
    }
}
