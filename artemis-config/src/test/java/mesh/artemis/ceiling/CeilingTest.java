package mesh.artemis.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.artemis.link.LinkConfiguration;
import mesh.protocol.link.LinkException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CeilingTest {
    private static final int WINDOW = 300;

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

    private static LinkConfiguration to(String url) {
        return new LinkConfiguration(url, BrokerProbe.USER, BrokerProbe.PASSWORD, "a test");
    }

    @Test
    void goes_round_and_round_within_the_process_and_over_tcp() {
        for (String url : List.of(broker.inVmUrl(), broker.url())) {
            try (var client = new CeilingClient(to(url), WINDOW, 200);
                    var _ = new CeilingWorker(to(url), 2, 50)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> client.replies() >= 10 * WINDOW);
                assertThat(client.confirmed())
                        .as("a reply may be back before the word that its message is on the disk")
                        .isGreaterThan(8 * WINDOW);
            }
        }
    }

    @Test
    void sends_no_more_than_its_window_while_nobody_replies() {
        try (var client = new CeilingClient(to(broker.inVmUrl()), WINDOW, 200)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> client.confirmed() == WINDOW);
            assertThat(client.replies()).isZero();
            try (var _ = new CeilingWorker(to(broker.inVmUrl()), 1, 50)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> client.replies() > WINDOW);
            }
        }
    }

    @Test
    void says_that_there_is_no_broker() {
        assertThatThrownBy(() -> new CeilingWorker(to("tcp://127.0.0.1:1"), 1, 50))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("the broker does not answer");
    }
}
