package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

class ObservabilityTest extends ServerTest {

    @Test
    void is_alive_and_says_why_it_is_not_ready() {
        assertThat(client.get("/observe/health/live").status()).isEqualTo(200);
        Client.Answer ready = client.get("/observe/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().path("status").asText()).isEqualTo("UP");
        core.unready = "the disk is full";
        Client.Answer unready = client.get("/observe/health/ready");
        assertThat(unready.status()).isEqualTo(503);
        assertThat(unready.json().path("status").asText()).isEqualTo("DOWN");
        assertThat(unready.response().body()).contains("the disk is full");
        assertThat(client.get("/observe/health/live").status()).isEqualTo(200);
    }

    @Test
    void shows_the_mesh_as_prometheus_reads_it() {
        client.post("/v1/jobs", "{\"type\":\"echo\"}");
        client.get("/v1/jobs/x");
        Client.Answer metrics = client.get("/observe/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.header("Content-Type")).startsWith("text/plain");
        assertThat(metrics.response().body())
                .containsPattern("mesh_jobs\\{.*state=\"queued\".*} 1\\.0")
                .containsPattern("mesh_nodes\\{.*state=\"online\".*} 0\\.0")
                .containsPattern("mesh_refused_total\\{.*reason=\"late\".*} 3\\.0")
                .containsPattern("mesh_http_requests_total\\{.*status=\"202\".*} 1\\.0")
                .containsPattern("mesh_http_requests_total\\{.*status=\"404\".*} 1\\.0")
                .containsPattern("mesh_http_request_duration_seconds_count")
                .contains("jvm_memory_used_bytes")
                .contains("jvm_threads_live_threads")
                .contains("process_uptime_seconds");
        client.post("/v1/jobs", "{\"type\":\"echo\"}");
        assertThat(client.get("/observe/metrics").response().body())
                .containsPattern("mesh_jobs\\{.*state=\"queued\".*} 2\\.0");
    }

    @Test
    void keeps_two_servers_figures_apart() {
        client.get("/v1/jobs/x");
        var other =
                HttpServer.start(
                        new HttpConfiguration("127.0.0.1", 0, Client.TOKEN), new MemoryCore());
        try (var otherClient = new Client(other.url())) {
            assertThat(otherClient.get("/observe/metrics").response().body())
                    .doesNotContain("status=\"404\"");
        } finally {
            other.close();
        }
    }

    @Test
    void has_nothing_else_under_observe() {
        assertProblem(client.get("/observe/config"), 404, "not-found");
        assertProblem(client.get("/observe/info"), 404, "not-found");
        assertThat(client.send("POST", "/observe/metrics", BodyPublishers.noBody()).status())
                .isBetween(400, 499);
    }
}
