package mesh.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mesh.protocol.json.MeshJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Broker, core, auction and nodes as processes of their own, some of which are killed.
class SeparateProcessesTest {
    /// Works in a hundred steps and writes down each; every fifth is a checkpoint.
    private static final String STEPS =
            """
            import json, os, sys, time
            log = json.load(sys.stdin)
            saved = os.environ.get("MESH_CHECKPOINT")
            done = json.load(open(saved))["done"] if saved else 0
            while done < 100:
                done += 1
                with open(log, "a") as steps:
                    steps.write("%d\\n" % done)
                time.sleep(0.03)
                print("@mesh progress", done / 100, "step", done)
                if done % 10 == 0:
                    print("@mesh partial", json.dumps({"upTo": done}))
                if done % 5 == 0:
                    print("@mesh checkpoint", json.dumps({"done": done}))
            print(json.dumps(sum(range(101))))
            """;

    @TempDir private static Path directory;
    private static SeparateMesh mesh;
    private static Client client;

    @BeforeAll
    static void begin() {
        mesh = new SeparateMesh(directory);
        client = mesh.client();
    }

    /// The next test brings nodes of its own.
    @AfterEach
    void dismiss() {
        mesh.dismissWorkers();
    }

    @AfterAll
    static void end() {
        mesh.close();
    }

    private static String sleeps(int count, int millis) {
        return IntStream.range(0, count)
                .mapToObj(
                        _ ->
                                "{\"type\":\"sleep\",\"maxAttempts\":5,\"payload\":{\"millis\":%d}}"
                                        .formatted(millis))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private void assertAllSucceeded(List<String> ids) {
        for (String id : ids) {
            JsonNode job = client.await(id);
            assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("succeeded");
        }
    }

    @Test
    void a_killed_node_and_a_restarted_auction_lose_nothing() {
        MeshProcess victim = mesh.worker("victim", "--slots", "2");
        mesh.worker("other", "--slots", "2");
        mesh.awaitNodes(2);
        long before = client.count("succeeded");
        List<String> ids = client.batch(sleeps(60, 100));
        await().atMost(Duration.ofSeconds(30)).until(() -> client.count("succeeded") >= before + 5);
        victim.kill();
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () ->
                                client.get("/v1/nodes/victim")
                                        .body()
                                        .path("state")
                                        .asText()
                                        .equals("offline"));
        mesh.restartAuction();
        assertAllSucceeded(ids);
        long retried =
                ids.stream().filter(id -> client.await(id).path("attempt").asInt() > 1).count();
        assertThat(retried).as("jobs that the killed node held").isPositive();
        assertThat(client.count("succeeded")).isEqualTo(before + 60);
    }

    @Test
    void a_job_whose_node_is_killed_goes_on_elsewhere_from_its_checkpoint() throws IOException {
        Map<String, MeshProcess> nodes =
                Map.of(
                        "n1", mesh.worker("n1", "--allow", "python"),
                        "n2", mesh.worker("n2", "--allow", "python"));
        mesh.awaitNodes(2);
        Path log = Files.createFile(directory.resolve("steps.log"));
        Map<String, Object> payload = Map.of("script", STEPS, "input", log.toString());
        String job = MeshJson.write(Map.of("type", "python", "payload", payload));
        String id = client.post("/v1/jobs", job).body().path("id").asText();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readAllLines(log).size() >= 70 || ended(id));
        String victim = client.get("/v1/jobs/" + id).body().path("node").asText();
        nodes.get(victim).kill();
        JsonNode ended = client.await(id);
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(ended.path("result").asInt()).isEqualTo(5050);
        assertThat(ended.path("attempt").asInt()).isEqualTo(2);
        assertThat(ended.path("node").asText()).isNotEqualTo(victim);
        assertThat(ended.path("progress").path("fraction").asDouble()).isEqualTo(1);
        assertThat(Files.readAllLines(log)).as("steps done, of 100").hasSizeBetween(100, 114);
        JsonNode partials = client.get("/v1/jobs/" + id + "/partials").body().path("items");
        assertThat(partials.valueStream().map(one -> one.path("value").path("upTo").asInt()))
                .containsExactly(10, 20, 30, 40, 50, 60, 70, 80, 90, 100);
    }

    private boolean ended(String id) {
        return !client.get("/v1/jobs/" + id).body().path("finishedAt").isNull();
    }
}
