package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mesh.core.http.edge.Bounds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A server over a core in memory, and a client of it.
abstract class ServerTest {
    static final HttpLimits LIMITS =
            new HttpLimits(
                    new Bounds(
                            4096,
                            32,
                            Duration.ofSeconds(1),
                            Duration.ofMinutes(2),
                            Duration.ofSeconds(1),
                            64 << 10),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    1000,
                    1 << 20);
    final MemoryCore core = new MemoryCore();
    HttpServer server;
    Client client;

    HttpLimits limits() {
        return LIMITS;
    }

    @BeforeEach
    final void start() {
        server =
                HttpServer.start(
                        new HttpConfiguration("127.0.0.1", 0, Client.TOKEN), core, limits());
        client = new Client(server.url());
    }

    @AfterEach
    final void stop() {
        client.close();
        server.close();
    }

    static void assertProblem(Client.Answer answer, int status, String kind) {
        assertThat(answer.response().body()).isNotEmpty();
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("type").asText())
                .isEqualTo(kind.equals("about:blank") ? kind : "urn:mesh:problem:" + kind);
        assertThat(answer.json().path("title").asText()).isNotBlank();
        assertThat(answer.json().path("detail").asText()).isNotBlank();
    }
}
