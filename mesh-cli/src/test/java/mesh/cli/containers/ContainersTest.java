package mesh.cli.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mesh.cli.client.Job;
import mesh.cli.client.MeshClient;
import mesh.protocol.json.MeshJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

/// The mesh as a user runs it on several machines, down to the loss of one of them.
@EnabledIfDockerAvailable
class ContainersTest {
    private static final int SHORT_SLEEPS = 60;
    private static final int LONG_SLEEPS = 4;
    private static final int PYTHONS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void a_killed_container_loses_no_job() {
        try (var mesh = ContainerMesh.start("n1", "n2");
                MeshClient client = mesh.client()) {
            try {
                losesNone(mesh, client);
            } catch (RuntimeException | Error failed) {
                throw mesh.withLogs(failed);
            }
        }
    }

    private static void losesNone(ContainerMesh mesh, MeshClient client) {
        assertThat(mesh.execute("core", "/opt/mesh/is-ready")).isZero();
        assertThat(mesh.execute("n1", "/opt/mesh/is-ready")).as("a node is no core").isNotZero();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count(client, "nodes", "online")).isEqualTo(2));
        List<String> ids = submit(client);
        assertThat(ids).hasSize(SHORT_SLEEPS + LONG_SLEEPS + PYTHONS).doesNotHaveDuplicates();

        JsonNode interrupted = runningForLong(client);
        String victim = interrupted.path("node").asText();
        mesh.kill(victim);
        await().atMost(PATIENCE).until(() -> !mesh.runs(victim));

        await().atMost(PATIENCE)
                .failFast("a job ended without success", () -> unsuccessful(client) > 0)
                .untilAsserted(
                        () -> assertThat(count(client, "jobs", "succeeded")).isEqualTo(ids.size()));
        List<JsonNode> jobs = ids.stream().map(id -> client.get("/v1/jobs/" + id)).toList();
        assertThat(jobs).allMatch(Job::succeeded).allMatch(ContainersTest::hasItsResult);
        assertThat(jobs)
                .filteredOn(job -> Job.id(job).equals(Job.id(interrupted)))
                .singleElement()
                .satisfies(again -> assertThat(again.path("attempt").asInt()).isGreaterThan(1))
                .satisfies(again -> assertThat(again.path("node").asText()).isNotEqualTo(victim));
    }

    /// Everything in one batch. The long sleeps are there to be caught running, whatever the
    /// machine's speed.
    private static List<String> submit(MeshClient client) {
        ArrayNode batch = MeshJson.MAPPER.createArrayNode();
        for (int i = 0; i < SHORT_SLEEPS; i++) {
            batch.add(job("sleep", Map.of("millis", 100)));
            if (i % (SHORT_SLEEPS / PYTHONS) == 0) {
                // The smallest Pythons have no json module; a number is JSON as it is printed.
                batch.add(job("python", Map.of("script", "print(int(input()) ** 2)", "input", i)));
            }
            if (i % (SHORT_SLEEPS / LONG_SLEEPS) == SHORT_SLEEPS / LONG_SLEEPS / 2) {
                ObjectNode sleep = job("sleep", Map.of("millis", 3000));
                sleep.putObject("labels").put("length", "long");
                batch.add(sleep);
            }
        }
        var ids = new ArrayList<String>();
        client.post("/v1/jobs/batch", MeshClient.JSON, MeshJson.write(batch), Map.of())
                .path("ids")
                .forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private static ObjectNode job(String type, Map<String, ?> payload) {
        return MeshJson.MAPPER.valueToTree(Map.of("type", type, "payload", payload));
    }

    /// A long job that has just been started, with the node that runs it.
    private static JsonNode runningForLong(MeshClient client) {
        String path =
                "/v1/jobs"
                        + MeshClient.query(
                                Map.of("state", "running", "label", "length=long", "limit", 1));
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.get(path).path("items").path(0), JsonNode::isObject);
    }

    private static boolean hasItsResult(JsonNode job) {
        JsonNode payload = job.path("payload");
        int input = payload.path("input").asInt();
        return job.path("type").asText().equals("python")
                ? job.path("result").asInt(-1) == input * input
                : job.path("result").path("slept").equals(payload.path("millis"));
    }

    private static long unsuccessful(MeshClient client) {
        return count(client, "jobs", "failed")
                + count(client, "jobs", "expired")
                + count(client, "jobs", "cancelled");
    }

    private static long count(MeshClient client, String of, String state) {
        return client.get("/v1/stats").path(of).path(state).asLong();
    }
}
