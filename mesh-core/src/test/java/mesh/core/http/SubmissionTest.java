package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import mesh.protocol.JobId;
import org.junit.jupiter.api.Test;

class SubmissionTest extends ServerTest {

    @Test
    void answers_202_with_the_job_and_where_it_is() {
        Client.Answer answer =
                client.post(
                        "/v1/jobs",
                        """
                        {"type": "echo", "needs": {"gpu": ">=1"}, "payload": {"x": [1.0, 2.50, 1e3]},
                         "priority": 7, "timeout": "PT1H", "maxAttempts": 5, "labels": {"team": "a"}}
                        """);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/v1/jobs/" + answer.id());
        JsonNode job = client.get(answer.header("Location")).json();
        assertThat(job).isEqualTo(answer.json());
        assertThat(job.path("needs").toString()).isEqualTo("{\"gpu\":\">=1\"}");
        assertThat(answer.response().body()).contains("{\"x\":[1.0,2.50,1e3]}");
        assertThat(job.path("priority").asInt()).isEqualTo(7);
        assertThat(job.path("maxAttempts").asInt()).isEqualTo(5);
        assertThat(job.path("labels").toString()).isEqualTo("{\"team\":\"a\"}");
        assertThat(job.path("state").asText()).isEqualTo("queued");
        assertThat(Instant.parse(job.path("deadline").asText()))
                .isEqualTo(Instant.parse(job.path("createdAt").asText()).plusSeconds(3600));
    }

    @Test
    void fills_in_what_a_job_leaves_out() {
        JsonNode job = client.post("/v1/jobs", "{\"type\": \"echo\"}").json();
        assertThat(job.path("priority").asInt()).isEqualTo(4);
        assertThat(job.path("maxAttempts").asInt()).isEqualTo(3);
        assertThat(job.has("deadline")).isTrue();
        assertThat(job.path("deadline").isNull()).isTrue();
        assertThat(job.path("payload").isNull()).isTrue();
        assertThat(job.path("needs").isNull()).isTrue();
        assertThat(job.path("labels").toString()).isEqualTo("{}");
    }

    @Test
    void takes_a_time_to_start_and_shows_it() {
        Instant inAnHour = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
        for (Instant runAt : List.of(inAnHour, Instant.parse("2020-01-01T00:00:00Z"))) {
            String body = "{\"type\":\"echo\",\"timeout\":\"PT2H\",\"runAt\":\"" + runAt + "\"}";
            Client.Answer answer = client.post("/v1/jobs", body);
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
            JsonNode job = client.get("/v1/jobs/" + answer.id()).json();
            assertThat(job).isEqualTo(answer.json());
            assertThat(Instant.parse(job.path("runAt").asText())).isEqualTo(runAt);
        }
        assertThat(client.post("/v1/jobs", "{\"type\":\"echo\"}").json().path("runAt").isNull())
                .isTrue();
    }

    @Test
    void takes_needs_as_a_list_a_map_or_a_selector() {
        for (String needs :
                new String[] {
                    "[\"python\",\"gpu\"]",
                    "{\"python\":\">=3.11\",\"gpu\":\">=1\",\"region\":\"eu\"}",
                    "\"python >= 3.11 AND gpu >= 1 AND region IN ('eu','us')\""
                }) {
            Client.Answer answer =
                    client.post("/v1/jobs", "{\"type\":\"echo\",\"needs\":" + needs + "}");
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.json().path("needs").toString()).isEqualTo(needs);
        }
    }

    @Test
    void answers_a_repeat_with_the_same_job_and_another_body_with_422() {
        String body = "{\"type\":\"echo\"}";
        Client.Answer first = client.post("/v1/jobs", body, "Idempotency-Key", "k-1");
        Client.Answer again = client.post("/v1/jobs", body, "Idempotency-Key", "k-1");
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.id()).isEqualTo(first.id());
        Client.Answer other =
                client.post("/v1/jobs", "{\"type\":\"sleep\"}", "Idempotency-Key", "k-1");
        assertProblem(other, 422, "idempotency-conflict");
        assertThat(other.fields()).containsExactly("Idempotency-Key");
    }

    @Test
    void answers_a_repeat_of_a_job_that_is_no_longer_kept_as_the_first_time() {
        String body = "{\"type\":\"echo\",\"labels\":{\"a\":\"b\"}}";
        Client.Answer first = client.post("/v1/jobs", body, "Idempotency-Key", "k-1");
        core.prune(JobId.parse(first.id()).orElseThrow());
        Client.Answer again = client.post("/v1/jobs", body, "Idempotency-Key", "k-1");
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.json().path("labels")).isEqualTo(first.json().path("labels"));
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertProblem(client.get("/v1/jobs/" + first.id()), 404, "not-found");
    }

    /// Numbers, escapes and characters that something on the way might write in its own way.
    private static final String AS_WRITTEN =
            "{\"n\":[1e9,-0.0,-0,1.0,1E+0009,0.10,12345678901234567890.123456789012345678901],"
                    + "\"\\u0061\":\"\\u00fc\\/\\u0000\\ud83d\\ude00\",\"A\":\"ü\u2028\uD83D\uDE00\ufffd\"}";

    @Test
    void gives_payloads_back_as_they_were_written() {
        String job = "{\"type\":\"echo\", \"payload\" : " + AS_WRITTEN.replace(",", " ,\n\t") + "}";
        Client.Answer one = client.post("/v1/jobs", job);
        assertThat(one.response().body()).contains("\"payload\":" + AS_WRITTEN + ",");
        Client.Answer array = client.post("/v1/jobs/batch", "[" + job + " , " + job + "]");
        Client.Answer lines =
                client.post(
                        "/v1/jobs/batch",
                        job.replaceAll("\\s", "") + "\r\n" + job.replace('\n', ' '),
                        "Content-Type",
                        "application/x-ndjson");
        var ids = new ArrayList<>(List.of(one.id()));
        array.json().path("ids").forEach(id -> ids.add(id.asText()));
        lines.json().path("ids").forEach(id -> ids.add(id.asText()));
        assertThat(ids).hasSize(5);
        assertThat(ids)
                .allSatisfy(
                        id ->
                                assertThat(client.get("/v1/jobs/" + id).response().body())
                                        .contains("\"payload\":" + AS_WRITTEN + ","));
    }

    @Test
    void takes_a_batch_as_an_array_and_as_lines() {
        String array = "[{\"type\":\"echo\"},{\"type\":\"sleep\",\"payload\":{\"millis\":5}}]";
        Client.Answer fromArray = client.post("/v1/jobs/batch", array);
        assertThat(fromArray.status()).isEqualTo(202);
        assertThat(fromArray.json().path("ids")).hasSize(2);
        String lines = "{\"type\":\"echo\"}\n\r\n{\"type\":\"sleep\"}\n";
        for (String type : new String[] {"application/x-ndjson", "application/jsonl"}) {
            Client.Answer fromLines = client.post("/v1/jobs/batch", lines, "Content-Type", type);
            assertThat(fromLines.status()).isEqualTo(202);
            assertThat(fromLines.json().path("ids")).hasSize(2);
        }
        assertThat(client.get("/v1/jobs?type=sleep").json().path("items")).hasSize(3);
    }

    @Test
    void repeats_a_batch_under_its_key() {
        String batch = "[{\"type\":\"echo\"},{\"type\":\"echo\"}]";
        Client.Answer first = client.post("/v1/jobs/batch", batch, "Idempotency-Key", "b");
        Client.Answer again = client.post("/v1/jobs/batch", batch, "Idempotency-Key", "b");
        assertThat(again.json()).isEqualTo(first.json());
        Client.Answer other = client.post("/v1/jobs/batch", batch + " ", "Idempotency-Key", "b");
        assertProblem(other, 422, "idempotency-conflict");
    }

    @Test
    void takes_the_largest_batch_of_the_contract() {
        String batch = "[" + "{\"type\":\"echo\"},".repeat(9_999) + "{\"type\":\"echo\"}]";
        Client.Answer answer = client.post("/v1/jobs/batch", batch);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("ids")).hasSize(10_000);
    }

    @Test
    void takes_a_payload_just_within_the_limit() {
        String frame = "{\"type\":\"echo\",\"payload\":\"\"}";
        String body =
                "{\"type\":\"echo\",\"payload\":\""
                        + "x".repeat((1 << 20) - frame.length())
                        + "\"}";
        assertThat(client.post("/v1/jobs", body).status()).isEqualTo(202);
        assertProblem(client.post("/v1/jobs", body + " "), 413, "too-large");
    }
}
