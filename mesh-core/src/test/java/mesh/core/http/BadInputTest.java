package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client can get wrong, and that it is told what and where.
class BadInputTest extends ServerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                             | type           | is missing",
                "{\"type\":null}                                | type           | is missing",
                "{\"type\":7}                                   | type           | must be a text",
                "{\"type\":\"Not A Type\"}                      | type           | lower-case",
                "{\"type\":\"a\",\"priority\":\"5\"}            | priority       | whole number from 0 to 9",
                "{\"type\":\"a\",\"priority\":5.5}              | priority       | was '5.5'",
                "{\"type\":\"a\",\"priority\":10}               | priority       | was '10'",
                "{\"type\":\"a\",\"priority\":99999999999}      | priority       | from 0 to 9",
                "{\"type\":\"a\",\"priority\":[1]}              | priority       | was an array",
                "{\"type\":\"a\",\"prioritty\":5}               | prioritty      | no such field",
                "{\"type\":\"a\",\"owner\":\"default\"}       | owner          | no such field",
                "{\"type\":\"a\",\"maxAttempts\":0}             | maxAttempts    | from 1 to 100",
                "{\"type\":\"a\",\"timeout\":20}                | timeout        | must be a text",
                "{\"type\":\"a\",\"timeout\":\"20s\"}           | timeout        | ISO 8601",
                "{\"type\":\"a\",\"timeout\":\"PT0S\"}          | timeout        | must be from",
                "{\"type\":\"a\",\"timeout\":\"-PT5S\"}         | timeout        | must be from",
                "{\"type\":\"a\",\"timeout\":\"P366D\"}         | timeout        | must be from",
                "{\"type\":\"a\",\"timeout\":\"P99999999999999999D\"} | timeout  | ISO 8601",
                "{\"type\":\"a\",\"deadline\":\"tomorrow\"}     | deadline       | RFC 3339",
                "{\"type\":\"a\",\"deadline\":\"2030-01-01\"}   | deadline       | RFC 3339",
                "{\"type\":\"a\",\"deadline\":\"+99999-01-01T00:00:00Z\"} | deadline | must be from",
                "{\"type\":\"a\",\"runAt\":\"in an hour\"}      | runAt          | RFC 3339",
                "{\"type\":\"a\",\"runAt\":\"2900-01-01T00:00:00Z\"} | runAt     | at most 366 days ahead",
                "{\"type\":\"a\",\"runAt\":\"2020-01-02T00:00:00Z\",\"deadline\":\"2020-01-01T00:00:00Z\"} | runAt | must be before the deadline '2020-01-01T00:00:00Z'",
                "{\"type\":\"a\",\"labels\":\"x\"}              | labels         | map or a list",
                "{\"type\":\"a\",\"labels\":{\"x\":1}}          | labels         | a label is a text",
                "{\"type\":\"a\",\"needs\":7}                   | needs          | list of flags",
                "{\"type\":\"a\",\"needs\":\"gpu >= AND x\"}    | needs          | character 8",
                "{\"type\":\"a\",\"needs\":{\"gpu\":\">=\"}}    | needs.gpu      | has a value",
                "{\"type\":\"a\",\"needs\":[\"ok\",3]}          | needs[1]       | names of capabilities",
                "{\"type\":\"a\",\"needs\":{\"cores\":\"~=2\"}} | needs.cores   | one of the operators",
                "{\"type\":\"a\",\"needs\":{\"m\":\"99999999999PB\"}} | needs.m  | at most 9223372036854775807",
                "{\"type\":\"a\",\"needs\":\"cores > 1e400\"}   | needs          | character 9",
                "{\"type\":\"a\",\"payload\":\"\\ud800\"}       | payload        | surrogate",
                "{\"type\":\"a\",\"labels\":{\"x\":\"\\u0000\"}} | labels         | NUL",
                "{\"type\":\"a\",\"labels\":[\"\\udc00x\"]}     | labels         | surrogate",
                "{\"type\":\"a\",\"type\":\"b\"}                | body           | the key 'type' comes twice",
                "[]                                             | body           | was an array",
                "7                                              | body           | was a number",
                "{\"type\":\"a\",}                              | body           | line 1, column 13",
                "{\"type\":\"a\"} {}                            | body           | no JSON",
                "{\"type\":                                     | body           | ends too early",
                "{\"type\":\"a\",\"payload\":1e99999999999}     | payload        | exponent is at most 9999",
                "{\"type\":\"a\",\"priority\":1e99999999999}    | priority       | exponent is at most 9999",
                "{\"type\":\"a\",\"payload\":[{\"x\":1,\"x\":2}]} | payload      | column 31: the key 'x' comes twice",
                "{\"type\":\"a\",\"payload\":NaN}               | body           | unexpected 'N'",
                "\ufeff{\"type\":\"a\"}                         | body           | a byte-order mark",
                "~~                                             | body           | is empty",
            })
    void names_the_field_and_the_reason(String body, String field, String reason) {
        Client.Answer answer = client.post("/v1/jobs", body);
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.fields()).containsExactly(field);
        assertThat(answer.message()).contains(reason);
        assertThat(core.stats().jobs().get("queued")).isZero();
    }

    @Test
    void tells_all_wrong_fields_at_once() {
        Client.Answer answer =
                client.post(
                        "/v1/jobs",
                        """
                        {"type": "!", "priority": 11, "timeout": "PT1H", "deadline": "2030-01-01T00:00:00Z",
                         "maxAttempts": "3", "needs": "((", "labels": [1], "colour": "red"}
                        """);
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.fields())
                .containsExactlyInAnyOrder(
                        "type", "priority", "deadline", "maxAttempts", "needs", "labels", "colour");
        assertThat(answer.json().path("detail").asText()).contains("7 fields are wrong");
    }

    @Test
    void names_the_job_and_the_field_in_a_batch_and_admits_none() {
        String batch =
                "[{\"type\":\"echo\"},{\"type\":\"echo\",\"priority\":77},5,{\"type\":\"echo\",\"needs\":{\"gpu\":\">=\"}}]";
        Client.Answer answer = client.post("/v1/jobs/batch", batch);
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.fields()).containsExactly("[1].priority", "[2]", "[3].needs.gpu");
        assertThat(core.stats().jobs().get("queued")).isZero();
    }

    @Test
    void refuses_a_start_after_the_time_is_over_and_names_the_job_in_a_batch() {
        Instant soon = Instant.now().plusSeconds(600);
        String late = "{\"type\":\"a\",\"timeout\":\"PT5M\",\"runAt\":\"" + soon + "\"}";
        Client.Answer one = client.post("/v1/jobs", late);
        assertProblem(one, 400, "invalid-request");
        assertThat(one.fields()).containsExactly("runAt");
        assertThat(one.message()).contains("PT5M from now", soon.toString());
        assertThat(client.post("/v1/jobs/batch", "[{\"type\":\"a\"}," + late + "]").fields())
                .containsExactly("[1].runAt");
        String lines = "{\"type\":\"a\"}\n" + late;
        assertThat(
                        client.post("/v1/jobs/batch", lines, "Content-Type", "application/x-ndjson")
                                .fields())
                .containsExactly("[1].runAt");
    }

    @Test
    void names_the_line_in_a_batch_of_lines() {
        String lines = "{\"type\":\"echo\"}\n\n{\"type\":}\n{\"type\":\"echo\",\"priority\":-1}\n";
        Client.Answer answer =
                client.post("/v1/jobs/batch", lines, "Content-Type", "application/x-ndjson");
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.fields()).containsExactly("[1]", "[2].priority");
        assertThat(answer.message()).contains("line 3, column 9");
        assertThat(answer.json().path("errors").path(1).path("message").asText())
                .startsWith("line 4: ");
    }

    @Test
    void tells_no_more_than_twenty_errors() {
        String batch = "[" + "{},".repeat(9_000) + "{}]";
        Client.Answer answer = client.post("/v1/jobs/batch", batch);
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.fields()).hasSize(20).startsWith("[0].type").endsWith("[19].type");
    }

    @Test
    void refuses_more_jobs_than_a_batch_may_have_and_none_at_all() {
        String batch = "[" + "{\"type\":\"echo\"},".repeat(10_000) + "{\"type\":\"echo\"}]";
        Client.Answer tooMany = client.post("/v1/jobs/batch", batch);
        assertProblem(tooMany, 400, "invalid-request");
        assertThat(tooMany.message()).contains("1 to 10000 jobs");
        assertProblem(client.post("/v1/jobs/batch", "[]"), 400, "invalid-request");
        assertProblem(client.post("/v1/jobs/batch", "{\"type\":\"echo\"}"), 400, "invalid-request");
        assertProblem(client.post("/v1/jobs/batch", "[{}"), 400, "invalid-request");
        assertProblem(
                client.post("/v1/jobs/batch", "[{\"type\":\"echo\"}] x"), 400, "invalid-request");
        assertProblem(
                client.post("/v1/jobs/batch", "\n\n", "Content-Type", "application/x-ndjson"),
                400,
                "invalid-request");
        assertThat(core.stats().jobs().get("queued")).isZero();
    }

    @Test
    void refuses_a_job_over_the_limit_within_a_batch() {
        String big = "{\"type\":\"echo\",\"payload\":\"" + "x".repeat(1 << 20) + "\"}";
        String batch = "[{\"type\":\"echo\"}," + big + "]";
        Client.Answer slightly = client.post("/v1/jobs/batch", batch);
        assertProblem(slightly, 413, "too-large");
        assertThat(slightly.fields()).containsExactly("[1]");
        String huge = "[\"" + "x".repeat(4 << 20) + "\"]";
        assertProblem(client.post("/v1/jobs/batch", huge), 413, "too-large");
        assertProblem(
                client.post("/v1/jobs/batch", huge, "Content-Type", "application/x-ndjson"),
                413,
                "too-large");
    }

    @Test
    void refuses_a_type_of_body_that_it_does_not_read() {
        for (String type : List.of("text/plain", "application/xml", "garbage", "a/b/c; q")) {
            Client.Answer answer =
                    client.post("/v1/jobs", "{\"type\":\"echo\"}", "Content-Type", type);
            assertProblem(answer, 415, "unsupported-media-type");
            assertThat(answer.fields()).containsExactly("Content-Type");
        }
        assertProblem(
                client.post(
                        "/v1/jobs", "{\"type\":\"echo\"}", "Content-Type", "application/x-ndjson"),
                415,
                "unsupported-media-type");
        assertThat(
                        client.post(
                                        "/v1/jobs",
                                        "{\"type\":\"echo\"}",
                                        "Content-Type",
                                        "Application/JSON; charset=utf-8")
                                .status())
                .isEqualTo(202);
    }

    @Test
    void refuses_an_idempotency_key_that_is_none() {
        for (String key : List.of("x".repeat(256), "two words")) {
            Client.Answer answer =
                    client.post("/v1/jobs", "{\"type\":\"echo\"}", "Idempotency-Key", key);
            assertProblem(answer, 400, "invalid-request");
            assertThat(answer.fields()).containsExactly("Idempotency-Key");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/jobs?limit=0, limit",
        "/v1/jobs?limit=1001, limit",
        "/v1/jobs?limit=many, limit",
        "/v1/jobs?state=happy, state",
        "/v1/jobs?type=NO, type",
        "/v1/jobs?after=7, after",
        "/v1/jobs?label=, label",
        "/v1/jobs?stat=queued, stat",
        "/v1/jobs?limit=1&limit=2, limit",
        "/v1/jobs/0190d1c0-0000-7000-8000-000000000000?wait=20, wait",
        "/v1/jobs/0190d1c0-0000-7000-8000-000000000000?wait=PT61S, wait",
        "/v1/jobs/0190d1c0-0000-7000-8000-000000000000?wait=-PT1S, wait",
    })
    void names_the_parameter_that_is_wrong(String path, String parameter) {
        Client.Answer answer = client.get(path);
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.fields()).containsExactly(parameter);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/jobs/0190d1c0-0000-7000-8000-000000000000",
        "GET, /v1/jobs/0190d1c0-0000-7000-8000-000000000000?wait=PT5S",
        "GET, /v1/jobs/x",
        "GET, /v1/jobs/..%2f..%2fetc",
        "POST, /v1/jobs/x/cancel",
        "POST, /v1/jobs/0190d1c0-0000-7000-8000-000000000000/cancel",
        "GET, /v1/jobs/0190d1c0-0000-7000-8000-000000000000/events",
        "GET, /v1/jobs/0190d1c0-0000-7000-8000-000000000000/why",
        "GET, /v1/nodes/nobody",
        "GET, /v1/nodes/-%20-",
        "POST, /v1/nodes/nobody/drain",
        "POST, /v1/quarantine/x/requeue",
        "DELETE, /v1/quarantine/0190d1c0-0000-7000-8000-000000000000",
        "GET, /v1/nothing",
        "GET, /",
        "GET, /v1/jobs/x/y/z",
    })
    void answers_what_is_unknown_with_404(String method, String path) {
        Client.Answer answer =
                client.send(method, path, java.net.http.HttpRequest.BodyPublishers.noBody());
        assertProblem(answer, 404, "not-found");
        assertThat(answer.fields()).hasSize(1);
    }

    @Test
    void answers_another_method_with_405_and_what_there_is() {
        Client.Answer answer = client.delete("/v1/jobs");
        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo("POST, GET");
        assertProblem(client.get("/v1/jobs/batch"), 405, "method-not-allowed");
        assertProblem(client.post("/v1/stats", "{}"), 405, "method-not-allowed");
        assertProblem(client.post("/openapi", ""), 405, "method-not-allowed");
        assertProblem(client.post("/observe/health/live", ""), 405, "method-not-allowed");
    }

    @Test
    void checks_a_dry_run_as_strictly_as_a_job() {
        assertThat(client.post("/v1/jobs/why", "{\"type\":\"echo\",\"needs\":[\"gpu\"]}").status())
                .isEqualTo(200);
        Client.Answer answer = client.post("/v1/jobs/why", "{\"needs\":\"gpu >\",\"priority\":4}");
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.fields()).containsExactlyInAnyOrder("type", "needs", "priority");
    }
}
