package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.core.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A disk that does not do its part is no fault of the request, and may do it later.
class StoreFailureTest extends ServerTest {
    private static final String ID = "0190d1c0-0000-7000-8000-000000000000";
    private final Logger log = Logger.getLogger(Problems.class.getName());
    private final Level usual = log.getLevel();

    @BeforeEach
    void expect() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void restore() {
        log.setLevel(usual);
    }

    private void breakStore() {
        core.broken = new StoreException("SELECT secret: database is locked", null);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/jobs, ''",
        "GET, /v1/jobs/{id}, ''",
        "GET, /v1/jobs/{id}, ?wait=PT1S",
        "GET, /v1/jobs/{id}/why, ''",
        "GET, /v1/jobs/{id}/events, ''",
        "GET, /v1/jobs/{id}/partials, ''",
        "GET, /v1/quarantine, ''",
        "GET, /v1/quarantine/{id}, ''",
        "POST, /v1/quarantine/{id}/requeue, ''",
        "DELETE, /v1/quarantine/{id}, ''"
    })
    void answers_503_and_when_to_come_again(String method, String path, String query)
            throws JsonProcessingException {
        breakStore();
        Client.Answer answer =
                client.send(method, path.replace("{id}", ID) + query, BodyPublishers.noBody());
        assertProblem(answer, 503, "unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.response().body()).doesNotContain("SELECT", "locked");
        JsonNode document = new YAMLMapper().readTree(client.get("/openapi").response().body());
        JsonNode responses =
                document.path("paths")
                        .path(path)
                        .path(method.toLowerCase(java.util.Locale.ROOT))
                        .path("responses");
        assertThat(responses.has("503")).as("described").isTrue();
    }

    @Test
    void answers_503_where_a_stream_of_events_cannot_begin() {
        breakStore();
        Client.Answer answer =
                client.get("/v1/jobs/" + ID + "/events", "Accept", "text/event-stream");
        assertProblem(answer, 503, "unavailable");
        assertThat(core.followers()).isZero();
    }

    @Test
    void a_job_that_was_admitted_is_answered_with_202_though_nothing_can_be_read() {
        breakStore();
        Client.Answer answer =
                client.post(
                        "/v1/jobs",
                        """
                        {"type": "echo", "needs": ["gpu"], "payload": {"x": 1}, "priority": 7,
                         "deadline": "2030-01-01T00:00:00.123456Z", "labels": ["a"]}
                        """);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/v1/jobs/" + answer.id());
        assertThat(answer.json().path("state").asText()).isEqualTo("queued");
        assertThat(answer.json().path("deadline").asText()).isEqualTo("2030-01-01T00:00:00.123Z");
        assertThat(answer.json().path("needs").toString()).isEqualTo("[\"gpu\"]");
        core.broken = null;
        assertThat(client.get("/v1/jobs").json().path("items")).hasSize(1);
    }

    @Test
    void a_repeat_under_its_key_after_a_failed_reading_finds_the_first_job() {
        String body = "{\"type\":\"echo\"}";
        breakStore();
        Client.Answer unread = client.post("/v1/jobs", body, "Idempotency-Key", "k");
        assertProblem(unread, 503, "unavailable");
        core.broken = null;
        Client.Answer again = client.post("/v1/jobs", body, "Idempotency-Key", "k");
        assertThat(again.status()).isEqualTo(202);
        assertThat(client.get("/v1/jobs").json().path("items")).hasSize(1);
    }
}
