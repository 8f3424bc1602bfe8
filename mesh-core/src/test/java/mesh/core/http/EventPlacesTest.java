package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many event streams there may be, of all clients and of one.
class EventPlacesTest extends ServerTest {
    private static final int OF_ONE = EventStreams.MOST * 3 / 4;

    @Test
    void takes_so_many_streams_of_a_client_and_of_all_and_no_more() throws IOException {
        var open = new ArrayList<InputStream>();
        try (var other = new Client(server.url(), InetAddress.getByName("127.0.0.2"))) {
            for (int i = 0; i < OF_ONE; i++) {
                open.add(open(client).body());
            }
            assertRefused(client.get("/v1/events"), 429, "too-many-requests", "5");
            for (int i = OF_ONE; i < EventStreams.MOST; i++) {
                open.add(open(other).body());
            }
            assertRefused(other.get("/v1/events"), 503, "unavailable", "10");
            assertThat(client.get("/v1/stats").status()).isEqualTo(200);
            close(open);
        } finally {
            close(open);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> core.followers() == 0);
        HttpResponse<InputStream> again = open(client);
        assertThat(again.statusCode()).isEqualTo(200);
        close(List.of(again.body()));
    }

    private static void assertRefused(
            Client.Answer answer, int status, String kind, String retryAfter) {
        assertProblem(answer, status, kind);
        assertThat(answer.header("Retry-After")).isEqualTo(retryAfter);
    }

    private static HttpResponse<InputStream> open(Client client) {
        return client.open("/v1/events", "Accept", "text/event-stream");
    }

    private static void close(List<InputStream> open) throws IOException {
        for (InputStream one : open) {
            one.close();
        }
    }
}
