package mesh.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import mesh.cli.client.FakeMesh;
import org.junit.jupiter.api.Test;

final class ClientCommandsTest extends FakeMeshTest {
    @Test
    void shows_a_problem_with_each_field_that_is_at_fault() {
        mesh.on(
                "POST /v1/jobs",
                400,
                """
                {"title": "Bad Request", "status": 400, "detail": "the job has two errors", "errors": [
                 {"field": "needs", "message": "expected a value at character 7"},
                 {"field": "priority", "message": "0 to 9, was 12"}]}""");
        CommandRun run = run("submit", "echo", "--priority", "12");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .isEqualTo(
                        """
                        error: the job has two errors
                          needs: expected a value at character 7
                          priority: 0 to 9, was 12
                        """);
    }

    @Test
    void says_what_to_do_about_a_wrong_token() {
        CommandRun run = CommandRun.of(directory, "stats", "--url", mesh.url(), "--token", "wrong");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("Unauthorized", "--token");
    }

    @Test
    void tells_an_overloaded_mesh_from_a_wrong_request() {
        mesh.on("GET /v1/stats", 503, "{\"title\": \"the disk is full\"}");
        CommandRun run = run("stats");
        assertThat(run.code()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.err()).isEqualTo("error: the disk is full\n");
    }

    @Test
    void survives_an_answer_that_is_no_json() {
        mesh.on("GET /v1/stats", 502, "<html>bad gateway</html>");
        CommandRun run = run("stats");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("what answers there is no mesh");
    }

    @Test
    void lists_jobs_in_a_table_and_names_the_next_page() {
        mesh.on(
                "GET /v1/jobs?state=queued&label=project%3Dx&limit=1",
                200, "{\"items\": [" + job("j1", "queued") + "], \"next\": \"j1\"}");
        CommandRun run = run("jobs", "--state", "queued", "--label", "project=x", "--limit", "1");
        assertThat(run.out().lines().toList().getFirst())
                .matches("ID +TYPE +STATE +PRIORITY +ATTEMPT +NODE +CREATED");
        assertThat(run.out()).containsPattern("j1 +echo +queued +4 +1 +n1 ");
        assertThat(run.err()).isEqualTo("more: add --after j1\n");
    }

    private static String page(String next, String... ids) {
        return "{\"items\":[%s],\"next\":%s}"
                .formatted(
                        Stream.of(ids)
                                .map(id -> "{\"id\":\"" + id + "\"}")
                                .collect(Collectors.joining(",")),
                        next);
    }

    /// A mesh ends a page of large jobs early.
    private void tellInParts() {
        mesh.on("GET /v1/jobs?limit=4", 200, page("\"j2\"", "j1", "j2"))
                .on("GET /v1/jobs?limit=2&after=j2", 200, page("\"j3\"", "j3"))
                .on("GET /v1/jobs?limit=1&after=j3", 200, page("\"j4\"", "j4"));
    }

    @Test
    void goes_on_with_the_next_page_until_it_has_as_many_jobs_as_were_asked_for() {
        tellInParts();
        CommandRun run = run("jobs", "--limit", "4");
        assertThat(run.out().lines().map(line -> line.split(" ")[0]))
                .containsExactly("ID", "j1", "j2", "j3", "j4");
        assertThat(run.err()).isEqualTo("more: add --after j4\n");
    }

    @Test
    void prints_several_pages_as_one_object() {
        tellInParts();
        assertThat(run("jobs", "--limit", "4", "--json").out())
                .isEqualTo(page("\"j4\"", "j1", "j2", "j3", "j4") + "\n");
    }

    @Test
    void ends_with_the_last_page_though_more_were_asked_for() {
        mesh.on("GET /v1/jobs?limit=30", 200, page("\"j1\"", "j1"))
                .on("GET /v1/jobs?limit=29&after=j1", 200, page("null", "j2"));
        assertThat(run("jobs", "--json").out()).isEqualTo(page("null", "j1", "j2") + "\n");
        assertThat(mesh.requests()).hasSize(2);
    }

    @Test
    void prints_json_for_scripts_and_nothing_else() {
        mesh.on("GET /v1/jobs?limit=30", 200, "{\"items\":[],\"next\":null}");
        assertThat(run("jobs", "--json"))
                .isEqualTo(new CommandRun(ExitCode.DONE, "{\"items\":[],\"next\":null}\n", ""));
    }

    @Test
    void shows_a_job_and_exits_with_0_even_if_it_failed() {
        mesh.on("GET /v1/jobs/j1", 200, job("j1", "failed"));
        CommandRun run = run("job", "j1");
        assertThat(run.code()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .containsPattern("state +failed")
                .contains("handler-error: no such file");
    }

    @Test
    void shows_the_events_of_a_job() {
        mesh.on("GET /v1/jobs/j1", 200, job("j1", "succeeded"))
                .on(
                        "GET /v1/jobs/j1/events",
                        200,
                        """
                        {"items": [{"seq": 1, "at": "2026-01-01T00:00:00Z", "name": "awarded", "state": "assigned",
                         "attempt": 1, "node": "n1", "error": null, "reason": null}]}""");
        assertThat(run("job", "j1", "--events").out())
                .containsPattern("1 +2026-01-01T00:00:00Z +awarded +assigned +1 +n1 +-");
    }

    @Test
    void says_why_a_job_does_not_run_and_what_would_help() {
        mesh.on(
                "POST /v1/jobs/why",
                200,
                """
                {"state": null, "code": "no-capable-node", "summary": "No node satisfies the needs.",
                 "change": "a node with gpu >= 2", "nodes": [
                 {"node": "n1", "capable": false, "reason": "lacks-capability", "missing": ["gpu >= 2"]}]}""");
        CommandRun run = run("why", "--type", "python", "--needs", "gpu >= 2");
        assertThat(run.out())
                .contains("No node satisfies the needs.", "what would help: a node with gpu >= 2")
                .containsPattern("n1 +lacks-capability +gpu >= 2");
        assertThat(mesh.requests().getFirst().body())
                .isEqualTo("{\"type\":\"python\",\"needs\":\"gpu >= 2\"}");
    }

    @Test
    void lists_nodes_with_what_they_run_and_can() {
        mesh.on(
                "GET /v1/nodes",
                200,
                """
                {"items": [{"id": "n1", "state": "online", "slots": 2, "busy": 1, "lastSeen": null,
                 "capabilities": {"gpu": "2", "fast": "true", "type_echo": "true"}}]}""");
        assertThat(run("nodes").out()).containsPattern("n1 +online +2 +1 +- +echo +gpu=2 fast");
    }

    @Test
    void exits_with_1_when_a_job_had_ended_before_it_was_cancelled() {
        mesh.on("POST /v1/jobs/j1/cancel", 409, "{\"title\": \"it has succeeded already\"}");
        CommandRun run = run("cancel", "j1");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).isEqualTo("error: it has succeeded already\n");
    }

    @Test
    void shows_figures_with_one_decimal() {
        mesh.on(
                "GET /v1/stats",
                200,
                "{\"jobs\": {\"queued\": 3}, \"nodes\": {\"online\": 1}, \"refused\": {}, \"rates\": {\"finished\": 1.25}, \"dead\": 17}");
        assertThat(run("stats").out())
                .containsPattern("dead +17")
                .containsPattern("queued +3")
                .containsPattern("finished +1\\.[23]")
                .doesNotContain("REFUSED");
    }

    @Test
    void finds_the_mesh_and_its_token_under_the_data_directory() throws IOException {
        mesh.on("GET /v1/jobs?limit=30", 200, "{\"items\":[]}");
        Files.writeString(
                directory.resolve("endpoints.json"),
                "{\"http\": \"" + mesh.url() + "\", \"pid\": 1}");
        Files.writeString(
                directory.resolve("credentials.json"), "{\"token\": \"" + FakeMesh.TOKEN + "\"}");
        assertThat(CommandRun.of(directory, "jobs", "--json", "--data", directory.toString()).out())
                .isEqualTo("{\"items\":[],\"next\":null}\n");
        assertThat(CommandRun.of(directory, "token", "--data", directory.toString()).out())
                .isEqualTo(FakeMesh.TOKEN + "\n");
    }

    @Test
    void takes_the_endpoints_of_a_killed_mesh_for_no_mesh() throws IOException {
        Files.writeString(
                directory.resolve("endpoints.json"),
                "{\"http\": \"http://127.0.0.1:1\", \"pid\": 1}");
        Files.writeString(directory.resolve("credentials.json"), "{\"token\": \"x\"}");
        CommandRun run =
                CommandRun.of(
                        directory, "jobs", "--data", directory.toString(), "--retry-for", "1ms");
        assertThat(run.code()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.err()).contains("no mesh is running under " + directory, "./mesh up");
    }
}
