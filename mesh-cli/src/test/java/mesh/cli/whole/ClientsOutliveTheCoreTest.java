package mesh.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The core is killed under clients that wait, follow and submit; each of them gets its answer.
class ClientsOutliveTheCoreTest {
    private static final String[] PATIENCE = {"--retry-for", "60s"};

    @TempDir private Path directory;
    private final List<MeshProcess> running = new ArrayList<>();
    private Path data;
    private MeshProcess core;

    private MeshProcess start(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        MeshProcess process = MeshProcess.start(directory, all.toArray(String[]::new));
        running.add(process);
        return process;
    }

    private MeshProcess patient(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(PATIENCE));
        return start(all.toArray(String[]::new));
    }

    private Client startCore() {
        String before = MeshProcess.endpoint(data, "http");
        core = start("core", "--http-port", "0");
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            String now = MeshProcess.endpoint(data, "http");
                            return !now.isEmpty() && !now.equals(before);
                        });
        return new Client(data);
    }

    @AfterEach
    void end() {
        running.forEach(MeshProcess::close);
    }

    @Test
    void submit_wait_and_follow_survive_a_killed_core_and_a_dead_one_is_waited_for() {
        data = directory.resolve("data");
        MeshProcess broker = start("broker", "--broker-port", "0", "--console-port", "0");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !MeshProcess.endpoint(data, "broker").isEmpty());
        Client client = startCore();
        start("auction");
        start("worker", "--name", "n1", "--slots", "4");
        MeshProcess waiting =
                patient("submit", "sleep", "--payload", "{\"millis\": 4000}", "--wait", "--json");
        await().atMost(Duration.ofSeconds(60)).until(() -> client.count("running") == 1);
        String id =
                client.get("/v1/jobs?state=running")
                        .body()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asText();
        MeshProcess following = patient("job", id, "--follow", "--json");
        await().atMost(Duration.ofSeconds(60)).until(() -> following.output().contains("started"));
        core.kill();
        MeshProcess late = patient("submit", "echo", "--payload", "\"late\"", "--wait");
        await().atMost(Duration.ofSeconds(60)).until(() -> late.output().contains("waiting up to"));
        Client again = startCore();
        assertThat(waiting.exit()).as(waiting.output()).isZero();
        assertThat(waiting.output()).contains("\"slept\":4000");
        assertThat(late.exit()).as(late.output()).isZero();
        assertThat(late.output()).endsWith("\"late\"\n");
        assertThat(following.exit()).as(following.output()).isZero();
        List<String> told =
                following.output().lines().filter(line -> line.startsWith("{")).toList();
        JsonNode log = again.get("/v1/jobs/" + id + "/events").body().path("items");
        assertThat(told).as("each event once").hasSize(log.size());
        assertThat(told.getLast()).contains("\"name\":\"succeeded\"");
        assertThat(again.get("/v1/jobs").body().path("items")).hasSize(2);
        assertThat(broker.isAlive()).isTrue();
    }
}
