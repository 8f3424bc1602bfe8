package mesh.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole mesh on a real disk of 64 MB, where a small file system may be mounted.
@Timeout(180)
class FullDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MANY = 2_000;
    @TempDir private Path directory;
    private final List<String> acknowledged = new ArrayList<>();
    private Path disk;
    private Client client;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64m", "none", disk.toString()),
                "nobody may mount here");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private MeshProcess up(String... more) {
        Path data = disk.resolve("data");
        var arguments = new ArrayList<>(List.of("up", "--data", data.toString()));
        arguments.addAll(List.of("--http-port", "0", "--broker-port", "0", "--console-port", "0"));
        arguments.addAll(List.of(more));
        MeshProcess mesh =
                MeshProcess.ready(directory, data, "http", arguments.toArray(String[]::new));
        client = new Client(data);
        return mesh;
    }

    private int submit(int characters) {
        String job = "{\"type\":\"echo\",\"payload\":\"" + "x".repeat(characters) + "\"}";
        Client.Answer answer = client.post("/v1/jobs", job);
        if (answer.status() == 202) {
            acknowledged.add(answer.body().path("id").asText());
        } else {
            String body = answer.response().body();
            assertThat(answer.status()).as(body).isEqualTo(503);
            assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
        }
        return answer.status();
    }

    private void everyJobSucceeds() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(client.count("queued")).isZero();
                            assertThat(client.count("running")).isZero();
                            assertThat(client.count("succeeded")).isEqualTo(acknowledged.size());
                        });
        assertThat(acknowledged)
                .allSatisfy(
                        id ->
                                assertThat(client.get("/v1/jobs/" + id).body().path("state"))
                                        .hasToString("\"succeeded\""));
    }

    @Test
    void a_disk_that_others_fill_costs_nothing_and_is_over_when_there_is_room() throws IOException {
        try (MeshProcess mesh = up()) {
            for (int i = 0; i < 20; i++) {
                submit(1_000);
            }
            Path filler = disk.resolve("filler");
            fill(filler);
            await().atMost(PATIENCE).until(() -> submit(1_000) == 503);
            assertThat(client.get("/v1/jobs/" + acknowledged.getFirst()).status()).isEqualTo(200);
            Files.delete(filler);
            await().atMost(PATIENCE).until(() -> submit(1_000) == 202);
            everyJobSucceeds();
            assertThat(mesh.isAlive()).isTrue();
        }
    }

    private static void fill(Path file) {
        try (OutputStream to = Files.newOutputStream(file)) {
            var block = new byte[1 << 16];
            while (true) {
                to.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    @Test
    void a_disk_that_jobs_fill_lets_them_end_and_takes_new_ones_when_old_ones_are_pruned() {
        try (MeshProcess mesh = up()) {
            int last = 202;
            for (int i = 0; i < MANY && last == 202; i++) {
                last = submit(100_000);
            }
            assertThat(last).isEqualTo(503);
            everyJobSucceeds();
            assertThat(mesh.end()).as(mesh.output()).isZero();
        }
        try (MeshProcess mesh = up("--keep-jobs", "10")) {
            await().atMost(PATIENCE).until(() -> submit(100_000) == 202);
            assertThat(mesh.isAlive()).isTrue();
        }
    }
}
