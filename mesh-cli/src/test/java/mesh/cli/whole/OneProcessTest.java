package mesh.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `./mesh up`: everything in one process, used over HTTP alone.
class OneProcessTest {
    @TempDir private static Path directory;
    private static Path data;
    private static MeshProcess mesh;
    private static Client client;

    @BeforeAll
    static void up() {
        data = directory.resolve("data");
        mesh =
                MeshProcess.ready(
                        directory,
                        data,
                        "http",
                        "up",
                        "--data",
                        data.toString(),
                        "--workers",
                        "2",
                        "--http-port",
                        "0",
                        "--broker-port",
                        "0",
                        "--console-port",
                        "0");
        client = new Client(data);
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                client.get("/v1/stats").body().path("nodes").path("online").asInt()
                                        == 2);
    }

    @AfterAll
    static void down() {
        mesh.close();
    }

    @Test
    void a_job_gives_its_payload_back() {
        JsonNode job = client.run("{\"type\":\"echo\",\"payload\":{\"say\":[\"hé\",1.50,null]}}");
        assertThat(job.path("state").asText()).isEqualTo("succeeded");
        assertThat(job.path("result").toString()).isEqualTo("{\"say\":[\"hé\",1.50,null]}");
        assertThat(job.path("attempt").asInt()).isEqualTo(1);
        assertThat(job.path("node").asText()).isNotEmpty();
        assertThat(job.path("finishedAt").asText()).endsWith("Z");
    }

    @Test
    void a_submission_is_answered_with_the_job_as_it_is_kept() {
        String job =
                "{\"type\":\"echo\",\"needs\":[\"nobody\"],\"payload\":[1.50],\"priority\":0,"
                        + "\"timeout\":\"PT40.1234567S\",\"labels\":{\"a\":\"b\"}}";
        JsonNode answered = client.post("/v1/jobs", job).body();
        String path = "/v1/jobs/" + answered.path("id").asText();
        assertThat(client.get(path).body()).isEqualTo(answered);
        client.post(path + "/cancel", "");
    }

    @Test
    void a_job_sleeps() {
        JsonNode job = client.run("{\"type\":\"sleep\",\"payload\":{\"millis\":50}}");
        assertThat(job.path("result").toString()).isEqualTo("{\"slept\":50}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"python\"]",
                "{\"python\":\">=3.0\",\"cores\":\">=1\"}",
                "\"python >= 3.0 AND cores BETWEEN 1 AND 4096 AND os IN ('linux','mac','macos')\""
            })
    void a_python_program_runs_where_there_is_python(String needs) {
        assumeThat(Path.of("/usr/bin/python3").toFile().exists() || onPath("python3")).isTrue();
        String script = "import sys, json; print(json.dumps(json.load(sys.stdin)['n'] * 2))";
        JsonNode job =
                client.run(
                        "{\"type\":\"python\",\"needs\":%s,\"payload\":{\"script\":\"%s\",\"input\":{\"n\":21}}}"
                                .formatted(needs, script));
        assertThat(job.path("result").asInt()).as(job.toString()).isEqualTo(42);
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Test
    void a_program_that_fails_says_why() {
        JsonNode job =
                client.run(
                        "{\"type\":\"python\",\"maxAttempts\":1,\"payload\":{\"script\":\"raise"
                                + " ValueError('no good')\"}}");
        assertThat(job.path("state").asText()).isEqualTo("failed");
        assertThat(job.path("error").path("code").asText()).isEqualTo("handler-error");
        assertThat(job.path("error").path("message").asText()).contains("no good");
    }

    @Test
    void a_process_runs_only_where_the_owner_allows_it() {
        JsonNode why = client.post("/v1/jobs/why", "{\"type\":\"process\"}").body();
        assertThat(why.path("code").asText()).isEqualTo("no-capable-node");
        JsonNode job =
                client.run(
                        "{\"type\":\"process\",\"timeout\":\"PT1S\",\"payload\":{\"command\":[\"id\"]}}");
        assertThat(job.path("state").asText()).isEqualTo("expired");
        assertThat(job.path("error").path("code").asText()).isEqualTo("no-capable-node");
    }

    @Test
    void a_node_that_joins_takes_what_waited_for_it() {
        String id =
                client.post(
                                "/v1/jobs",
                                "{\"type\":\"process\",\"needs\":{\"gpu\":\">=2\"},\"payload\":{\"command\":[\"wc\",\"-l\"],\"stdin\":\"a\\nb\\n\"}}")
                        .body()
                        .path("id")
                        .asText();
        JsonNode why = client.get("/v1/jobs/" + id + "/why").body();
        assertThat(why.path("code").asText()).isEqualTo("no-capable-node");
        assertThat(why.path("change").asText()).isNotEmpty();
        try (MeshProcess worker =
                MeshProcess.start(
                        directory,
                        "worker",
                        "--name",
                        "gpu-box",
                        "--data",
                        data.toString(),
                        "--capability",
                        "gpu=2",
                        "--allow",
                        "process")) {
            JsonNode job = client.await(id);
            assertThat(job.path("state").asText()).as(worker.output()).isEqualTo("succeeded");
            assertThat(job.path("node").asText()).isEqualTo("gpu-box");
            assertThat(job.path("result").path("stdout").asText().strip()).isEqualTo("2");
            assertThat(worker.end()).as(worker.output()).isIn(0, 130, 143);
        }
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                client.get("/v1/nodes/gpu-box")
                                        .body()
                                        .path("state")
                                        .asText()
                                        .equals("offline"));
    }

    @Test
    void a_batch_is_run_whole_and_found_again() {
        String jobs =
                IntStream.range(0, 500)
                        .mapToObj(
                                n ->
                                        "{\"type\":\"echo\",\"payload\":%d,\"labels\":{\"batch\":\"b1\"}}"
                                                .formatted(n))
                        .collect(Collectors.joining("\n"));
        List<String> ids =
                client.post("/v1/jobs/batch", jobs, "Content-Type", "application/x-ndjson")
                        .body()
                        .path("ids")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList();
        assertThat(ids).hasSize(500).doesNotHaveDuplicates();
        for (int n = 0; n < ids.size(); n++) {
            JsonNode job = client.await(ids.get(n));
            assertThat(job.path("result").asInt(-1)).as(job.toString()).isEqualTo(n);
        }
        JsonNode page = client.get("/v1/jobs?label=batch=b1&state=succeeded&limit=300").body();
        assertThat(page.path("items")).hasSize(300);
        JsonNode rest =
                client.get(
                                "/v1/jobs?label=batch=b1&state=succeeded&limit=300&after="
                                        + page.path("next").asText())
                        .body();
        assertThat(rest.path("items")).hasSize(200);
        assertThat(rest.path("next").isNull()).isTrue();
    }

    @Test
    void a_cancelled_job_stops() {
        String id =
                client.post("/v1/jobs", "{\"type\":\"sleep\",\"payload\":{\"millis\":600000}}")
                        .body()
                        .path("id")
                        .asText();
        await().until(
                        () ->
                                client.get("/v1/jobs/" + id)
                                        .body()
                                        .path("state")
                                        .asText()
                                        .equals("running"));
        assertThat(client.post("/v1/jobs/" + id + "/cancel", "").status()).isEqualTo(202);
        assertThat(client.await(id).path("state").asText()).isEqualTo("cancelled");
        assertThat(client.post("/v1/jobs/" + id + "/cancel", "").status()).isEqualTo(409);
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                client.get("/v1/nodes").body().findValues("busy").stream()
                                        .allMatch(busy -> busy.asInt() == 0));
    }

    @Test
    void events_are_streamed_as_they_happen() {
        String id =
                client.post("/v1/jobs", "{\"type\":\"sleep\",\"payload\":{\"millis\":300}}")
                        .body()
                        .path("id")
                        .asText();
        String stream =
                client.follow("/v1/jobs/" + id + "/events").collect(Collectors.joining("\n"));
        assertThat(stream).containsSubsequence("submitted", "awarded", "started", "succeeded");
    }

    @Test
    void bad_input_is_refused_by_field() {
        record Bad(String body, int status, String field) {}
        String many = "[" + "{\"type\":\"echo\"},".repeat(10_000) + "{\"type\":\"echo\"}]";
        for (Bad bad :
                List.of(
                        new Bad("{\"type\":\"Not A Type\"}", 400, "type"),
                        new Bad("{\"type\":\"echo\",\"needs\":\"gpu >= \"}", 400, "needs"),
                        new Bad("{\"type\":\"echo\",\"priority\":11}", 400, "priority"),
                        new Bad("{\"type\":\"echo\"", 400, null),
                        new Bad(
                                "{\"type\":\"echo\",\"payload\":\"" + "x".repeat(2 << 20) + "\"}",
                                413,
                                null))) {
            Client.Answer answer = client.post("/v1/jobs", bad.body());
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(bad.status());
            assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/problem+json");
            if (bad.field() != null) {
                assertThat(answer.body().path("errors").findValuesAsText("field"))
                        .contains(bad.field());
            }
        }
        assertThat(client.post("/v1/jobs/batch", many).status()).isEqualTo(400);
        assertThat(client.get("/v1/jobs/nonsense").status()).isEqualTo(404);
        assertThat(client.get("/v1/jobs/019b0000-0000-7000-8000-000000000000").status())
                .isEqualTo(404);
        assertThat(new Client(MeshProcess.endpoint(data, "http"), "wrong").get("/v1/jobs").status())
                .isEqualTo(401);
        assertThat(client.run("{\"type\":\"echo\"}").path("state").asText()).isEqualTo("succeeded");
    }

    @Test
    void health_metrics_and_the_description_answer() {
        assertThat(client.get("/observe/health/live").status()).isEqualTo(200);
        assertThat(client.get("/observe/health/ready").status()).isEqualTo(200);
        assertThat(client.get("/observe/metrics").response().body()).contains("mesh_jobs");
        assertThat(client.get("/openapi").response().body()).contains("/v1/jobs");
    }

    @Test
    void credentials_are_for_their_owner_alone_and_nothing_is_printed_that_warns()
            throws IOException {
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("credentials.json"))))
                .isEqualTo("rw-------");
        assertThat(mesh.output()).doesNotContainIgnoringCase("warn").doesNotContain("Exception");
    }
}
