package mesh.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import mesh.cli.client.FakeMesh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What commands do while the mesh is started again, its disk is full or too much comes in.
final class PersistenceTest extends FakeMeshTest {
    private static final String BUSY = "{\"title\": \"the disk is full\"}";

    @ParameterizedTest
    @CsvSource({
        "GET /v1/stats, stats",
        "GET /v1/nodes, nodes",
        "GET /v1/jobs?limit=30, jobs",
        "GET /v1/jobs/j1, job j1",
        "GET /v1/jobs/j1/why, why j1",
        "POST /v1/jobs, submit echo",
        "POST /v1/jobs/batch, submit echo --count 2",
        "POST /v1/jobs/j1/cancel, cancel j1",
        "POST /v1/nodes/n1/drain, drain n1",
    })
    void asks_again_what_got_no_answer(String request, String command) {
        mesh.on(request, 503, BUSY)
                .diesAt(request)
                .on(request, 200, "{\"id\": \"j1\", \"ids\": [\"j1\", \"j2\"], \"items\": []}");
        CommandRun run = patiently("60s", command.split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).startsWith("waiting up to 60 s: ").doesNotContain("error");
        assertThat(mesh.requests()).hasSize(3);
    }

    @Test
    void asks_again_until_it_is_answered_and_says_once_what_it_waits_for() {
        String request = "GET /v1/stats";
        mesh.on(request, 503, BUSY).on(request, 429, BUSY).on(request, 200, "{\"jobs\": {}}");
        CommandRun run = patiently("60s", "stats");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).isEqualTo("waiting up to 60 s: the disk is full\n");
        assertThat(mesh.requests()).hasSize(3);
    }

    @Test
    void repeats_a_submission_under_one_key_of_its_own() {
        mesh.diesAt("POST /v1/jobs").on("POST /v1/jobs", 202, job("j1", "queued"));
        assertThat(patiently("60s", "submit", "echo").out()).isEqualTo("j1\n");
        List<String> keys = mesh.requests().stream().map(FakeMesh.Request::idempotencyKey).toList();
        assertThat(keys).hasSize(2).doesNotContainNull();
        assertThat(keys.getFirst()).isEqualTo(keys.getLast());
        patiently("60s", "submit", "echo");
        assertThat(mesh.requests().getLast().idempotencyKey()).isNotEqualTo(keys.getFirst());
    }

    @Test
    void says_how_to_go_on_where_a_submission_is_never_answered() {
        mesh.diesAt("POST /v1/jobs");
        CommandRun run = run("submit", "echo");
        assertThat(run.code()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.err())
                .contains("broke before it answered")
                .contains("--idempotency-key " + mesh.requests().getFirst().idempotencyKey());
    }

    @Test
    void says_what_was_admitted_where_a_later_part_of_a_batch_is_not_answered() {
        mesh.on("POST /v1/jobs/batch", 202, "{\"ids\": [\"x\"]}")
                .on("POST /v1/jobs/batch", 503, BUSY);
        CommandRun run = run("submit", "echo", "--count", "10001");
        assertThat(run.code()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.err())
                .contains("1 jobs were admitted before this: the disk is full")
                .contains("--idempotency-key " + mesh.requests().getFirst().idempotencyKey());
    }

    @Test
    void takes_a_job_that_it_has_cancelled_itself_for_cancelled() {
        mesh.diesAt("POST /v1/jobs/j1/cancel")
                .on(
                        "POST /v1/jobs/j1/cancel",
                        409,
                        "{\"type\": \"urn:mesh:problem:job-ended\", \"title\": \"it has ended\"}")
                .on("GET /v1/jobs/j1", 200, job("j1", "cancelled"))
                .on("GET /v1/jobs/j1", 200, job("j1", "succeeded"));
        assertThat(patiently("60s", "cancel", "j1").code()).isEqualTo(ExitCode.DONE);
        assertThat(patiently("60s", "cancel", "j1").code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void gives_up_when_the_time_is_over_and_exits_with_3() {
        mesh.on("GET /v1/stats", 503, BUSY);
        CommandRun run = patiently("700ms", "stats");
        assertThat(run.code()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.err())
                .isEqualTo("waiting up to 1 s: the disk is full\nerror: the disk is full\n");
        assertThat(mesh.requests()).hasSizeGreaterThan(1);
    }

    @Test
    void asks_but_once_where_another_answer_is_not_to_be_had() {
        mesh.on("GET /v1/stats", 500, "{\"title\": \"a fault\"}");
        assertThat(patiently("60s", "stats").code()).isEqualTo(ExitCode.FAILED);
        assertThat(mesh.requests()).hasSize(1);
    }

    @Test
    void finds_a_mesh_that_was_started_again_on_another_port() throws IOException {
        Path endpoints = directory.resolve("endpoints.json");
        Files.writeString(directory.resolve("credentials.json"), token());
        mesh.on("GET /v1/stats", 200, "{\"jobs\": {}}");
        var dying = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Files.writeString(endpoints, endpoint("http://127.0.0.1:" + dying.getLocalPort()));
        Thread.startVirtualThread(
                () -> {
                    try (dying;
                            var asked = dying.accept()) {
                        Files.writeString(endpoints, endpoint(mesh.url()));
                        asked.setSoLinger(true, 0);
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                });
        CommandRun run =
                CommandRun.of(
                        directory, "stats", "--data", directory.toString(), "--retry-for", "60s");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).startsWith("waiting up to 60 s: ").doesNotContain("error");
    }

    private static String endpoint(String url) {
        return "{\"http\": \"" + url + "\", \"pid\": 1}";
    }

    private static String token() {
        return "{\"token\": \"" + FakeMesh.TOKEN + "\"}";
    }
}
