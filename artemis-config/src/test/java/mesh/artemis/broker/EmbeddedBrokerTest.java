package mesh.artemis.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.artemis.link.ArtemisLink;
import mesh.artemis.link.LinkConfiguration;
import mesh.protocol.link.Collected;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedBrokerTest {
    @TempDir Path data;

    private static ArtemisLink connect(String url, String user, String password) {
        return ArtemisLink.connect(new LinkConfiguration(url, user, password, "a test"));
    }

    @Test
    void keeps_what_is_persistent_when_it_is_started_again() {
        Settlement settlement = Records.settlement("n1", "1");
        try (EmbeddedBroker broker = BrokerProbe.start(data);
                ArtemisLink link = connect(broker.url(), BrokerProbe.USER, BrokerProbe.PASSWORD)) {
            link.send(List.of(settlement));
        }
        assertThat(data.resolve("broker/journal")).isNotEmptyDirectory();
        try (EmbeddedBroker broker = BrokerProbe.start(data);
                ArtemisLink link =
                        connect(broker.inVmUrl(), BrokerProbe.USER, BrokerProbe.PASSWORD)) {
            var seen = new Collected<Settlement>();
            link.subscribe(Source.settlements("core"), seen);
            assertThat(seen.await(1)).containsExactly(settlement);
        }
    }

    @Test
    void says_which_option_helps_when_its_port_is_taken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(
                            () ->
                                    EmbeddedBroker.start(
                                            BrokerProbe.configuration(data, other.getLocalPort())))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " is taken")
                    .hasMessageContaining("--broker-port");
        }
    }

    @Test
    void says_that_another_broker_has_its_directory() {
        try (EmbeddedBroker _ = BrokerProbe.start(data)) {
            assertThatThrownBy(() -> BrokerProbe.start(data))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("is in use")
                    .hasMessageContaining("--data");
        }
        BrokerProbe.start(data).close();
    }

    @Test
    void says_that_its_directory_cannot_be_written_to() throws Exception {
        Path file = Files.createFile(data.resolve("broker"));
        assertThatThrownBy(() -> BrokerProbe.start(data))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("cannot be written to")
                .hasMessageContaining("--data");
        assertThat(file).isEmptyFile();
    }

    @Test
    void lets_nobody_in_without_the_password_of_this_broker() throws Exception {
        Path second = Files.createDirectory(data.resolve("second"));
        try (EmbeddedBroker broker = BrokerProbe.start(data);
                EmbeddedBroker other =
                        EmbeddedBroker.start(
                                new BrokerConfiguration(
                                        second,
                                        "127.0.0.1",
                                        0,
                                        "mesh",
                                        "other",
                                        "admin",
                                        "x",
                                        false))) {
            for (String url : List.of(broker.url(), broker.inVmUrl())) {
                assertThatThrownBy(() -> connect(url, "mesh", "other"))
                        .isInstanceOf(LinkException.class)
                        .hasMessageContaining("does not let 'mesh' in");
                connect(url, BrokerProbe.USER, BrokerProbe.PASSWORD).close();
            }
            connect(other.url(), "mesh", "other").close();
        }
    }

    @Test
    void leaves_no_password_in_any_file() throws Exception {
        try (EmbeddedBroker broker = BrokerProbe.start(data)) {
            connect(broker.url(), BrokerProbe.USER, BrokerProbe.PASSWORD).close();
        }
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(BrokerProbe.PASSWORD, BrokerProbe.CONSOLE_PASSWORD);
            }
        }
    }
}
