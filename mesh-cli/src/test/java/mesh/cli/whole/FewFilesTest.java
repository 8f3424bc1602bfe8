package mesh.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole mesh that may open few files, and clients that hold as many connections as they can.
@Timeout(180)
class FewFilesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path LIMITER = Path.of("/usr/bin/prlimit");
    private static final int FILES = 600;
    private static final int MANY = 900;
    @TempDir private Path directory;
    private final List<Socket> held = new ArrayList<>();
    private MeshProcess mesh;
    private Path data;
    private Client client;

    @BeforeEach
    void start() {
        assumeTrue(Files.isExecutable(LIMITER), "nothing here limits a process");
        data = directory.resolve("data");
        String limit = "--nofile=" + FILES + ":" + FILES;
        mesh =
                MeshProcess.ready(
                        MeshProcess.start(
                                directory,
                                List.of(LIMITER.toString(), limit),
                                "up",
                                "--data",
                                data.toString(),
                                "--http-port",
                                "0",
                                "--broker-port",
                                "0",
                                "--console-port",
                                "0"),
                        data,
                        "http",
                        "up");
        client = new Client(data);
    }

    @AfterEach
    void end() throws IOException {
        release();
        if (mesh != null) {
            mesh.close();
        }
    }

    private void hold(String endpoint) {
        URI uri = URI.create(MeshProcess.endpoint(data, endpoint));
        for (int i = 0; i < MANY; i++) {
            try {
                held.add(new Socket("127.0.0.1", uri.getPort()));
            } catch (IOException noMore) {
                return;
            }
        }
    }

    private void release() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
        held.clear();
    }

    private boolean works() {
        try {
            Client.Answer answer = client.post("/v1/jobs", "{\"type\":\"echo\",\"payload\":1}");
            return answer.status() == 202
                    && client.get("/v1/jobs/" + answer.body().path("id").asText() + "?wait=PT20S")
                            .body()
                            .path("state")
                            .asText()
                            .equals("succeeded");
        } catch (RuntimeException notNow) {
            return false;
        }
    }

    @Test
    void silent_connections_to_its_api_take_no_place_and_no_file_from_others() throws IOException {
        hold("http");
        assertThat(held).hasSize(MANY);
        assertThat(client.get("/observe/health/live").status()).isEqualTo(200);
        assertThat(works()).isTrue();
        release();
        assertThat(works()).isTrue();
        assertThat(mesh.isAlive()).isTrue();
    }

    @Test
    void its_api_comes_back_after_all_its_files_were_used_up() throws Exception {
        // From here on it has loaded what it needs: these tests have no jars, which stay open.
        assertThat(works()).isTrue();
        try (Stream<Path> open = Files.list(Path.of("/proc", mesh.pid() + "", "fd"))) {
            limit(open.count());
        }
        hold("http");
        await().atMost(PATIENCE)
                .until(() -> mesh.output().contains("no further connection can be taken for now"));
        release();
        limit(FILES);
        await().atMost(PATIENCE).until(this::works);
        assertThat(mesh.isAlive()).isTrue();
    }

    private void limit(long files) throws Exception {
        var limiting =
                new ProcessBuilder(
                        LIMITER.toString(),
                        "--pid=" + mesh.pid(),
                        "--nofile=" + files + ":" + FILES);
        assertThat(limiting.inheritIO().start().waitFor()).isZero();
    }
}
