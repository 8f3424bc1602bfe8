package mesh.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import mesh.cli.client.FakeMesh;
import org.junit.jupiter.api.Test;

final class SubmitCommandTest extends FakeMeshTest {
    @Test
    void prints_the_id_of_a_submitted_job_and_nothing_else() {
        mesh.on("POST /v1/jobs", 202, job("j1", "queued"));
        CommandRun run =
                run(
                        "submit",
                        "echo",
                        "--payload",
                        "{\"a\": 1}",
                        "--needs",
                        "gpu >= 1",
                        "--priority",
                        "9",
                        "--timeout",
                        "5m",
                        "--max-attempts",
                        "2",
                        "--label",
                        "project=x",
                        "--label",
                        "by=me");
        assertThat(run).isEqualTo(new CommandRun(ExitCode.DONE, "j1\n", ""));
        assertThat(mesh.requests().getFirst().body())
                .isEqualTo(
                        "{\"type\":\"echo\",\"needs\":\"gpu >= 1\",\"payload\":{\"a\":1},\"priority\":9,"
                                + "\"timeout\":\"PT5M\",\"maxAttempts\":2,"
                                + "\"labels\":{\"project\":\"x\",\"by\":\"me\"}}");
    }

    @Test
    void takes_a_time_to_start_as_it_is_written_or_from_now_on() {
        mesh.on("POST /v1/jobs", 202, job("j1", "queued"));
        run("submit", "echo", "--run-at", "2030-01-31T13:00:00+01:00");
        assertThat(mesh.requests().getFirst().body())
                .isEqualTo("{\"type\":\"echo\",\"runAt\":\"2030-01-31T12:00:00Z\"}");
        for (String fromNow : new String[] {"+10m", "+PT10M"}) {
            Instant least = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
            run("submit", "echo", "--run-at", fromNow);
            String body = mesh.requests().getLast().body();
            var runAt = Instant.parse(body.replaceAll(".*\"runAt\":\"([^\"]*)\".*", "$1"));
            assertThat(runAt).isBetween(least, Instant.now().plusSeconds(600));
        }
        CommandRun wrong = run("submit", "echo", "--run-at", "tomorrow");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("2030-01-31T12:00:00Z", "+10m", "'tomorrow'");
    }

    @Test
    void refuses_a_time_from_now_on_under_a_key_as_a_repeat_would_mean_another() {
        CommandRun run = run("submit", "echo", "--run-at", "+10m", "--idempotency-key", "k");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).containsPattern("write it out: --run-at 2[-0-9]+T[:.0-9]+Z");
        assertThat(mesh.requests()).isEmpty();
    }

    @Test
    void names_the_time_and_the_key_under_which_a_lost_submission_goes_on() {
        mesh.diesAt("POST /v1/jobs").on("POST /v1/jobs", 202, job("j1", "queued"));
        CommandRun lost = run("submit", "echo", "--run-at", "+10m");
        assertThat(lost.code()).isEqualTo(ExitCode.NO_CONNECTION);
        var told =
                Pattern.compile(
                                "with --idempotency-key (\\S+) and --run-at (\\S+) the same command")
                        .matcher(lost.err());
        assertThat(told.find()).as(lost.err()).isTrue();
        run("submit", "echo", "--idempotency-key", told.group(1), "--run-at", told.group(2));
        assertThat(mesh.requests())
                .extracting(FakeMesh.Request::idempotencyKey, FakeMesh.Request::body)
                .hasSize(2)
                .containsOnly(tuple(told.group(1), mesh.requests().getFirst().body()));
    }

    @Test
    void takes_needs_as_a_list_or_a_map_too() {
        mesh.on("POST /v1/jobs", 202, job("j1", "queued"));
        run("submit", "echo", "--needs", "[\"gpu\"]");
        run("submit", "echo", "--needs", " {\"gpu\": \">=1\"}");
        assertThat(mesh.requests().getFirst().body()).contains("\"needs\":[\"gpu\"]");
        assertThat(mesh.requests().getLast().body()).contains("\"needs\":{\"gpu\":\">=1\"}");
    }

    @Test
    void takes_the_payload_from_a_file_or_the_standard_input() throws IOException {
        mesh.on("POST /v1/jobs", 202, job("j1", "queued"));
        Path file = Files.writeString(directory.resolve("payload.json"), "[1, 2]");
        run("submit", "echo", "--payload", "@" + file);
        CommandRun.with(
                directory,
                Map.of("MESH_URL", mesh.url(), "MESH_TOKEN", FakeMesh.TOKEN),
                "\"from stdin\"",
                "submit",
                "echo",
                "--payload",
                "-");
        assertThat(mesh.requests().getFirst().body()).contains("\"payload\":[1,2]");
        assertThat(mesh.requests().getLast().body()).contains("\"payload\":\"from stdin\"");
    }

    @Test
    void waits_and_prints_the_result() {
        mesh.on("POST /v1/jobs", 202, job("j1", "queued"))
                .on("GET /v1/jobs/j1?wait=PT20S", 200, job("j1", "running"))
                .on("GET /v1/jobs/j1?wait=PT20S", 200, job("j1", "succeeded"));
        CommandRun run = run("submit", "echo", "--wait");
        assertThat(run.code()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).isEqualToIgnoringWhitespace("{\"a\": 1}");
    }

    @Test
    void exits_with_1_and_says_why_when_the_job_failed() {
        mesh.on("POST /v1/jobs", 202, job("j1", "queued"))
                .on("GET /v1/jobs/j1?wait=PT20S", 200, job("j1", "failed"));
        CommandRun run = run("submit", "echo", "--wait");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("error: job j1 ended as failed: handler-error: no such file\n");
    }

    @Test
    void asks_again_while_the_mesh_is_being_restarted() {
        mesh.on("POST /v1/jobs", 202, job("j1", "queued"))
                .on("GET /v1/jobs/j1?wait=PT20S", 503, "{\"title\": \"starting\"}")
                .on("GET /v1/jobs/j1?wait=PT20S", 200, job("j1", "succeeded"));
        assertThat(run("submit", "echo", "--wait").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void submits_many_lines_and_sums_up_what_came_of_them() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("jobs.ndjson"),
                        "{\"type\": \"echo\"}\n\n{\"type\": \"sleep\"}\n");
        mesh.on("POST /v1/jobs/batch", 202, "{\"ids\": [\"j1\", \"j2\"]}")
                .on("GET /v1/jobs/j1?wait=PT20S", 200, job("j1", "succeeded"))
                .on("GET /v1/jobs/j2?wait=PT20S", 200, job("j2", "failed"));
        CommandRun run =
                run("submit", "--batch", file.toString(), "--wait", "--idempotency-key", "k");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEqualTo("1 succeeded, 1 did not\n");
        assertThat(run.err()).contains("2 of 2 jobs have ended", "job j2 ended as failed");
        FakeMesh.Request request = mesh.requests().getFirst();
        assertThat(request.body()).isEqualTo("{\"type\": \"echo\"}\n{\"type\": \"sleep\"}\n");
        assertThat(request.contentType()).isEqualTo("application/x-ndjson");
        assertThat(request.idempotencyKey()).isEqualTo("k");
    }

    @Test
    void names_the_line_of_a_batch_that_is_no_json() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("jobs.ndjson"), "{\"type\": \"echo\"}\n{oops\n");
        CommandRun run = run("submit", "--batch", file.toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("line 2 of " + file);
        assertThat(mesh.requests()).isEmpty();
    }

    @Test
    void splits_more_jobs_than_one_request_may_hold() {
        String ids = "\"x\",".repeat(9_999) + "\"x\"";
        mesh.on("POST /v1/jobs/batch", 202, "{\"ids\": [" + ids + "]}")
                .on("POST /v1/jobs/batch", 202, "{\"ids\": [\"last\"]}");
        CommandRun run = run("submit", "echo", "--count", "10001");
        assertThat(run.out().lines()).hasSize(10_001).last().isEqualTo("last");
        assertThat(mesh.requests()).hasSize(2);
    }
}
