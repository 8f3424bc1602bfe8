package mesh.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import mesh.cli.client.FakeMesh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QuarantineCommandTest extends FakeMeshTest {
    private static final String ITEM =
            """
            {"id": "j1", "at": "2026-01-01T00:00:00Z", "kind": "job", "from": "jobs",
             "reason": "handler-error: no such file", "body": "{\\"type\\":\\"echo\\"}", "job": "j1",
             "code": "handler-error"}""";

    private String body(int number) {
        return mesh.requests().get(number).body();
    }

    @Test
    void lists_with_filters_and_names_the_next_page() {
        mesh.on(
                "GET /v1/quarantine?kind=job&code=handler-error&type=echo&limit=1",
                200,
                "{\"items\": [" + ITEM + "], \"next\": \"17-j1\"}");
        String[] command = {
            "quarantine",
            "--kind",
            "job",
            "--code",
            "handler-error",
            "--type",
            "echo",
            "--limit",
            "1"
        };
        CommandRun run = run(command);
        assertThat(run.out())
                .containsPattern("ID +KIND +FROM +SINCE +REASON")
                .containsPattern("j1 +job +jobs +.* ago +handler-error: no such file");
        assertThat(run.err()).isEqualTo("more: add --after 17-j1\n");
    }

    @Test
    void lists_as_json_over_all_pages_that_it_takes() {
        mesh.on("GET /v1/quarantine?limit=30", 200, "{\"items\": [{\"id\": 1}], \"next\": \"a\"}")
                .on(
                        "GET /v1/quarantine?limit=29&after=a",
                        200,
                        "{\"items\": [{\"id\": 2}], \"next\": null}");
        assertThat(run("quarantine", "--json").out())
                .isEqualTo("{\"items\":[{\"id\":1},{\"id\":2}],\"next\":null}\n");
    }

    @Test
    void shows_one_whole() {
        mesh.on("GET /v1/quarantine/j1", 200, ITEM);
        assertThat(run("quarantine", "show", "j1").out())
                .containsPattern("reason +handler-error: no such file")
                .contains("body\n  {\n    \"type\" : \"echo\"\n  }");
        assertThat(run("quarantine", "show", "j1", "--json").out()).startsWith("{\"id\":\"j1\"");
    }

    @Test
    void requeues_by_ids_with_another_payload_and_prints_the_new_jobs() {
        mesh.on("POST /v1/quarantine/j1/requeue", 202, "{\"job\": \"n1\"}")
                .on("POST /v1/quarantine/m1/requeue", 202, "{\"id\": \"m1\"}");
        CommandRun run = run("quarantine", "requeue", "j1", "m1");
        assertThat(run.code()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).isEqualTo("n1\n");
        assertThat(run.err()).isEqualTo("m1 gets another try\n");
        assertThat(body(0)).isEmpty();
        run(
                "quarantine",
                "requeue",
                "j1",
                "--payload",
                "[7]",
                "--change",
                "{\"timeout\": \"PT5M\", \"needs\": null}");
        assertThat(body(2)).isEqualTo("{\"timeout\":\"PT5M\",\"needs\":null,\"payload\":[7]}");
        assertThat(run("quarantine", "requeue", "j1", "--json").out())
                .isEqualTo("{\"job\":\"n1\"}\n");
    }

    @Test
    void repeats_a_requeue_under_one_key_where_the_answer_was_lost() {
        mesh.diesAt("POST /v1/quarantine/j1/requeue")
                .on("POST /v1/quarantine/j1/requeue", 202, "{\"job\": \"n1\"}");
        assertThat(patiently("60s", "quarantine", "requeue", "j1").out()).isEqualTo("n1\n");
        List<String> keys =
                mesh.requests().stream().map(FakeMesh.Request::idempotencyKey).distinct().toList();
        assertThat(keys).hasSize(1).doesNotContainNull();
    }

    @Test
    void says_that_a_job_was_requeued_before() {
        mesh.on(
                "POST /v1/quarantine/j1/requeue",
                409,
                "{\"type\": \"urn:mesh:problem:requeued-before\", \"detail\": \"job 'j1' was requeued before, as job 'n1'\"}");
        CommandRun run = run("quarantine", "requeue", "j1");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).isEqualTo("error: job 'j1' was requeued before, as job 'n1'\n");
    }

    @Test
    void goes_on_until_nothing_remains_that_can_be_requeued() {
        String requeue = "POST /v1/quarantine/requeue";
        String failed = "[{\"id\": \"j9\", \"reason\": \"no\"}]";
        mesh.on(requeue, 200, "{\"requeued\": 9999, \"failed\": " + failed + ", \"remaining\": 5}")
                .on(
                        requeue,
                        200,
                        "{\"requeued\": 5, \"failed\": " + failed + ", \"remaining\": 0}");
        CommandRun run = run("quarantine", "requeue", "--kind", "job", "--payload", "1");
        assertThat(run.out()).isEqualTo("10004 requeued, 1 could not be\n");
        assertThat(run.err()).isEqualTo("j9: no\n");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(body(0)).isEqualTo("{\"kind\":\"job\",\"change\":{\"payload\":1}}");
        assertThat(body(1)).isEqualTo(body(0));
    }

    @Test
    void stops_where_the_mesh_stopped_and_exits_with_3() {
        mesh.on(
                "POST /v1/quarantine/requeue",
                200,
                "{\"requeued\": 0, \"failed\": [], \"remaining\": 5, \"stopped\": \"the disk is full\"}");
        CommandRun run = run("quarantine", "requeue", "--all", "--json");
        assertThat(run.code()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.out()).isEqualTo("{\"requeued\":0,\"failed\":[],\"remaining\":5}\n");
        assertThat(run.err()).isEqualTo("error: 5 remain: the disk is full\n");
        assertThat(body(0)).isEqualTo("{\"all\":true}");
    }

    @Test
    void deletes_by_ids_or_a_filter() {
        mesh.on("DELETE /v1/quarantine/j1", 204, "")
                .on(
                        "POST /v1/quarantine/delete",
                        200,
                        "{\"deleted\": 3, \"failed\": [], \"remaining\": 0}");
        assertThat(run("quarantine", "delete", "j1").out()).isEqualTo("j1 is deleted\n");
        CommandRun many = run("quarantine", "delete", "--kind", "message", "--json");
        assertThat(many.out()).isEqualTo("{\"deleted\":3,\"failed\":[],\"remaining\":0}\n");
        assertThat(many.code()).isEqualTo(ExitCode.DONE);
        assertThat(mesh.requests().getLast().body()).isEqualTo("{\"kind\":\"message\"}");
    }

    @Test
    void takes_what_is_gone_after_a_lost_answer_for_deleted() {
        String gone = "{\"type\": \"urn:mesh:problem:not-found\", \"title\": \"none\"}";
        mesh.diesAt("DELETE /v1/quarantine/j1").on("DELETE /v1/quarantine/j1", 404, gone);
        assertThat(patiently("60s", "quarantine", "delete", "j1").code()).isEqualTo(ExitCode.DONE);
        assertThat(patiently("60s", "quarantine", "delete", "j1").code()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requeue",
                "delete",
                "requeue j1 --all",
                "delete j1 --kind job",
                "requeue j1 --change 7",
                "requeue j1 --payload {",
            })
    void refuses_what_does_not_say_what_is_meant(String arguments) {
        CommandRun run = run(("quarantine " + arguments).split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(mesh.requests()).isEmpty();
    }
}
