package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies that are no JSON of the mesh, and that a client is told where.
class BadJsonTest extends ServerTest {

    @Test
    void names_the_job_and_the_field_that_is_no_JSON_of_the_mesh_in_a_batch() {
        String good = "{\"type\":\"echo\"}";
        String batch =
                "[%s,\n{\"type\":\"echo\",\"payload\":1e99999999999},{\"type\":\"a\",\"type\":\"b\"}]"
                        .formatted(good);
        Client.Answer array = client.post("/v1/jobs/batch", batch);
        assertProblem(array, 400, "invalid-request");
        assertThat(array.fields()).containsExactly("[1].payload", "[2]");
        assertThat(array.message()).contains("line 2, column 28", "exponent is at most 9999");
        Client.Answer lines =
                client.post(
                        "/v1/jobs/batch",
                        good + "\n{\"type\":\"echo\",\"payload\":\"\\ud83d\"}\n",
                        "Content-Type",
                        "application/x-ndjson");
        assertProblem(lines, 400, "invalid-request");
        assertThat(lines.fields()).containsExactly("[1].payload");
        assertThat(lines.message()).contains("line 2, column 27", "surrogate");
        assertThat(core.stats().jobs().get("queued")).isZero();
    }

    @Test
    void refuses_a_body_of_another_encoding() {
        String job = "{\"type\":\"echo\"}";
        for (String utf8 : new String[] {"UTF-8", "\"utf-8\""}) {
            String type = "application/json; charset=" + utf8;
            assertThat(client.post("/v1/jobs", job, "Content-Type", type).status()).isEqualTo(202);
        }
        Client.Answer other =
                client.post("/v1/jobs", job, "Content-Type", "application/json;charset=iso-8859-1");
        assertProblem(other, 415, "unsupported-media-type");
        assertThat(other.message()).contains("must be in UTF-8", "iso-8859-1");
    }

    @Test
    void refuses_parameters_that_a_call_has_not_and_bytes_that_are_no_text() {
        assertThat(client.post("/v1/jobs?wait=PT5S", "{\"type\":\"echo\"}").fields())
                .containsExactly("wait");
        assertThat(client.post("/v1/jobs/batch?x=1", "[{\"type\":\"echo\"}]").fields())
                .containsExactly("x");
        assertThat(core.stats().jobs().get("queued")).isZero();
        assertThat(client.get("/v1/stats?x=1").fields()).containsExactly("x");
        assertThat(client.get("/v1/nodes?state=online").fields()).containsExactly("state");
        assertThat(client.get("/v1/jobs?label=%FF").fields()).containsExactly("query");
        assertThat(client.get("/v1/jobs?label=%61%C0%AF").status()).isEqualTo(400);
        assertThat(client.get("/v1/jobs?label=%C0%AF").fields()).containsExactly("query");
        assertThat(client.get("/v1/jobs?label=ort=K%C3%B6ln%EF%BF%BD").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"C0AF", "EDA080", "FF", "F4908080"})
    void names_the_byte_that_belongs_to_no_character(String hexadecimal) {
        byte[] beginning = "{\"type\":\"a\",\"payload\":\"".getBytes(StandardCharsets.UTF_8);
        var body = new ByteArrayOutputStream();
        body.writeBytes(beginning);
        body.writeBytes(HexFormat.of().parseHex(hexadecimal));
        body.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
        Client.Answer answer = client.post("/v1/jobs", body.toByteArray());
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.message()).contains("line 1, column 24", "belongs to no character");
    }

    @Test
    void refuses_nesting_without_an_end() {
        String deep =
                "{\"type\":\"echo\",\"payload\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        Client.Answer answer = client.post("/v1/jobs", deep);
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.message()).contains("nests more than");
        String tooDeepToTravel =
                "{\"type\":\"echo\",\"payload\":" + "[".repeat(191) + "]".repeat(191) + "}";
        Client.Answer refused = client.post("/v1/jobs", tooDeepToTravel);
        assertProblem(refused, 400, "invalid-request");
        assertThat(refused.fields()).containsExactly("payload");
    }
}
