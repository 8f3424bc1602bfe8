package mesh.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Broker, core, auction and nodes as processes of their own, some of which are killed.
class SeparateProcessesTest {
    @TempDir private Path directory;
    private final List<MeshProcess> running = new ArrayList<>();
    private Path data;
    private Client client;

    private MeshProcess start(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        MeshProcess process = MeshProcess.start(directory, all.toArray(String[]::new));
        running.add(process);
        return process;
    }

    private MeshProcess ready(String endpoint, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        MeshProcess process =
                MeshProcess.ready(directory, data, endpoint, all.toArray(String[]::new));
        running.add(process);
        return process;
    }

    private MeshProcess worker(String name) {
        return start("worker", "--name", name, "--slots", "2");
    }

    private void awaitNodes(int online) {
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                client.get("/v1/stats").body().path("nodes").path("online").asInt()
                                        == online);
    }

    @AfterEach
    void end() {
        running.forEach(MeshProcess::close);
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
        data = directory.resolve("data");
        ready("broker", "broker", "--broker-port", "0", "--console-port", "0");
        ready("http", "core", "--http-port", "0");
        client = new Client(data);
        MeshProcess auction = start("auction");
        MeshProcess victim = worker("victim");
        worker("other");
        awaitNodes(2);
        List<String> ids = client.batch(sleeps(60, 100));
        await().atMost(Duration.ofSeconds(30)).until(() -> client.count("succeeded") >= 5);
        victim.kill();
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () ->
                                client.get("/v1/nodes/victim")
                                        .body()
                                        .path("state")
                                        .asText()
                                        .equals("offline"));
        auction.kill();
        start("auction");
        assertAllSucceeded(ids);
        long retried =
                ids.stream().filter(id -> client.await(id).path("attempt").asInt() > 1).count();
        assertThat(retried).as("jobs that the killed node held").isPositive();
        assertThat(client.count("succeeded")).isEqualTo(60);
    }
}
