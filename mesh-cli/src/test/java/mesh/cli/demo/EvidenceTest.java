package mesh.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.client.FakeMesh;
import mesh.cli.client.MeshClient;
import mesh.protocol.needs.Capabilities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the demo makes of events, and that it does not believe in a success that was none.
final class EvidenceTest {
    private static final Map<String, Capabilities> NODES =
            Map.of(
                    "n1", new Capabilities(Map.of("python", "3.11", "type_python", "true")),
                    "n4", new Capabilities(Map.of("gpu", "1", "type_sleep", "true")));
    private static final Totals PLAIN =
            new Totals(1, 0, 10, 2, 1, new Totals.Longest(5, "json.loads"));

    private FakeMesh mesh;
    private MeshClient client;

    @BeforeEach
    void start() throws IOException {
        mesh = new FakeMesh();
        client = new MeshClient(URI.create(mesh.url()), FakeMesh.TOKEN, "");
    }

    @AfterEach
    void stop() {
        client.close();
        mesh.close();
    }

    private Evidence evidence(String state, String... events) {
        mesh.on(
                        "GET /v1/jobs/j1",
                        200,
                        """
                        {"id": "j1", "type": "python", "state": "%s", "needs": {"python": ">=3.8"},
                         "labels": {"module": "json"}, "createdAt": "2026-01-01T00:00:00Z",
                         "startedAt": "2026-01-01T00:00:01Z", "finishedAt": "2026-01-01T00:00:03Z",
                         "result": {"modules": 1, "unparsable": 0, "lines": 10, "functions": 2, "classes": 1,
                          "longest": {"lines": 5, "name": "json.loads"}},
                         "error": {"code": "handler-error", "message": "broken"}}"""
                                .formatted(state))
                .on(
                        "GET /v1/jobs/j1/events",
                        200,
                        "{\"items\": [" + String.join(",", events) + "]}");
        return Evidence.of(client, List.of("j1"), NODES);
    }

    private static String event(String name, String node) {
        return "{\"name\": \"%s\", \"node\": \"%s\"}".formatted(name, node);
    }

    private static int verdict(Evidence evidence, Totals plain) {
        var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var screen = new Screen(nowhere, nowhere, new ByteArrayInputStream(new byte[0]), false, 80);
        return new Report(evidence, new Team(List.of(), new HashMap<>()), "n1", plain)
                .print(screen);
    }

    @Test
    void counts_attempts_losses_and_times() {
        Evidence evidence =
                evidence(
                        "succeeded",
                        event("awarded", "n1"),
                        event("started", "n1"),
                        event("attempt-lost", "n1"),
                        event("awarded", "n1"),
                        event("started", "n1"),
                        event("succeeded", "n1"));
        assertThat(evidence.nodes().get("n1")).isEqualTo(new Evidence.Tally(1, 2, 1));
        assertThat(evidence.nodes().get("n4")).isEqualTo(Evidence.Tally.NOTHING);
        assertThat(evidence.latency().getValueAtPercentile(50)).isBetween(2_990L, 3_010L);
        assertThat(evidence.running().getValueAtPercentile(50)).isBetween(1_990L, 2_010L);
        assertThat(evidence.took()).hasSeconds(3);
        assertThat(evidence.totals()).isEqualTo(PLAIN);
        assertThat(verdict(evidence, PLAIN)).isEqualTo(ExitCode.DONE);
    }

    @Test
    void fails_when_the_totals_differ() {
        Evidence evidence = evidence("succeeded", event("started", "n1"), event("succeeded", "n1"));
        assertThat(verdict(evidence, PLAIN.plus(Totals.NOTHING))).isEqualTo(ExitCode.DONE);
        assertThat(verdict(evidence, PLAIN.plus(PLAIN))).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void fails_when_a_job_ran_on_a_node_that_cannot_do_it_even_if_it_was_lost_there() {
        Evidence evidence =
                evidence(
                        "succeeded",
                        event("started", "n4"),
                        event("attempt-lost", "n4"),
                        event("started", "n1"),
                        event("succeeded", "n1"));
        assertThat(evidence.wrong())
                .containsExactly("the job j1 (json) ran on n4, which cannot do it");
        assertThat(verdict(evidence, PLAIN)).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void fails_when_a_job_ran_on_a_node_that_nobody_knows() {
        Evidence evidence = evidence("succeeded", event("succeeded", "n9"));
        assertThat(evidence.wrong())
                .containsExactly("the job j1 (json) ran on n9, which cannot do it");
    }

    @Test
    void fails_when_a_job_did_not_succeed() {
        Evidence evidence = evidence("failed", event("started", "n1"), event("failed", "n1"));
        assertThat(evidence.wrong())
                .containsExactly("the job j1 (json) ended as handler-error: broken");
        assertThat(verdict(evidence, Totals.NOTHING)).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void fails_when_a_job_was_settled_twice() {
        Evidence evidence =
                evidence("succeeded", event("succeeded", "n1"), event("succeeded", "n1"));
        assertThat(evidence.wrong()).containsExactly("the job j1 (json) was settled 2 times");
    }
}
