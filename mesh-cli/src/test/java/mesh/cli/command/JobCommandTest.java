package mesh.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import org.junit.jupiter.api.Test;

final class JobCommandTest extends FakeMeshTest {
    private static final String EVENTS = "GET /v1/jobs/j1/events";

    private static String event(String name, int seq, String more) {
        return (seq == 0 ? "" : "id: " + seq + "\n")
                + "event: %s\ndata: {\"seq\": %d, \"at\": \"2030-01-31T12:00:0%dZ\", \"name\": \"%s\", \"state\": \"%s\"%s}\n\n"
                        .formatted(name, seq, seq, name, name, more);
    }

    @Test
    void follows_a_job_until_it_has_ended_in_lines_for_people() {
        mesh.on(
                        EVENTS,
                        200,
                        ": open\nretry: 2000\n\n"
                                + event("submitted", 1, "")
                                + event("awarded", 2, ", \"attempt\": 1, \"node\": \"n1\"")
                                + event(
                                        "progress",
                                        0,
                                        ", \"attempt\": 1, \"progress\": {\"fraction\": 0.4, \"message\": \"reads\"}")
                                + event("partial", 0, ", \"number\": 3, \"value\": {\"a\": 1}")
                                + event("checkpoint", 0, ", \"number\": 2")
                                + event(
                                        "refused",
                                        0,
                                        ", \"attempt\": 1, \"node\": \"n2\", \"reason\": \"late\"")
                                + ": still here\n\n"
                                + event("succeeded", 3, ", \"attempt\": 1, \"node\": \"n1\""))
                .on("GET /v1/jobs/j1", 200, job("j1", "succeeded"));
        CommandRun run = run("job", "j1", "--follow");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "12:00:01 submitted",
                        "12:00:02 awarded attempt 1 on n1",
                        "12:00:00 progress 40 % reads",
                        "12:00:00 partial 3: {\"a\":1}",
                        "12:00:00 checkpoint 2",
                        "12:00:00 refused attempt 1 on n2: late",
                        "12:00:03 succeeded attempt 1 on n1");
    }

    @Test
    void goes_on_where_the_stream_broke_and_exits_with_1_for_a_job_that_failed() {
        mesh.on(EVENTS, 200, event("submitted", 1, "") + event("awarded", 2, "") + "id: 3\ndata: {")
                .on(EVENTS, 503, "{\"title\": \"starting\"}")
                .diesAt(EVENTS)
                .on(EVENTS, 200, event("failed", 3, ""))
                .on("GET /v1/jobs/j1", 200, job("j1", "failed"));
        CommandRun run = run("job", "j1", "--follow", "--json");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out().lines())
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("{").contains("submitted"),
                        line -> assertThat(line).contains("awarded"),
                        line -> assertThat(line).contains("failed"));
        assertThat(
                        mesh.requests().stream()
                                .filter(request -> request.line().equals(EVENTS))
                                .map(request -> String.valueOf(request.lastEventId())))
                .containsExactly("null", "2", "2", "2");
    }

    @Test
    void tells_the_end_also_of_a_job_that_ended_while_the_stream_was_broken() {
        mesh.on(EVENTS, 200, event("submitted", 1, ""))
                .on(EVENTS, 200, event("succeeded", 2, ""))
                .on("GET /v1/jobs/j1", 200, job("j1", "succeeded"));
        assertThat(run("job", "j1", "--follow").out()).contains("submitted", "succeeded");
    }

    @Test
    void ends_where_the_mesh_has_nothing_more_to_tell() {
        mesh.on(EVENTS, 200, event("submitted", 1, ""))
                .on(EVENTS, 204, "")
                .on("GET /v1/jobs/j1", 200, job("j1", "failed"));
        assertThat(run("job", "j1", "--follow").code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void says_that_there_is_no_job_to_follow() {
        mesh.on(EVENTS, 404, "{\"title\": \"Not Found\", \"detail\": \"there is no job 'j1'\"}");
        CommandRun run = run("job", "j1", "--follow");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).isEqualTo("error: there is no job 'j1'\n");
    }

    @Test
    void shows_partial_results_of_all_pages() {
        mesh.on("GET /v1/jobs/j1", 200, job("j1", "running"))
                .on(
                        "GET /v1/jobs/j1/partials?limit=1000",
                        200,
                        "{\"items\": [{\"number\": 1, \"attempt\": 1, \"node\": \"n1\", \"at\": \"T\", \"value\": [7]}], \"next\": \"1\"}")
                .on(
                        "GET /v1/jobs/j1/partials?limit=999&after=1",
                        200,
                        "{\"items\": [{\"number\": 2, \"attempt\": 2, \"node\": \"n2\", \"at\": \"T\", \"value\": 8}], \"next\": null}");
        assertThat(run("job", "j1", "--partials").out())
                .containsPattern("NUMBER +ATTEMPT +NODE +AT +VALUE")
                .containsPattern("1 +1 +n1 +T +\\[7\\]")
                .containsPattern("2 +2 +n2 +T +8");
        assertThat(run("job", "j1", "--partials", "--json").out())
                .startsWith("{\"items\":[{\"number\":1,")
                .endsWith("\"value\":8}],\"next\":null}\n");
    }

    @Test
    void shows_one_thing_at_a_time() {
        assertThat(run("job", "j1", "--partials", "--follow").code()).isEqualTo(ExitCode.USAGE);
        assertThat(mesh.requests()).isEmpty();
    }
}
