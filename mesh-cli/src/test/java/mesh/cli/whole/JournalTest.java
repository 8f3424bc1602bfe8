package mesh.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mesh.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mesh whose broker's journal is damaged.
class JournalTest {
    private static final int FLIPPED = 100;

    @TempDir private Path directory;

    private String[] with(Path data, String... command) {
        var arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of("--data", data.toString(), "--broker-port", "0", "--console-port", "0"));
        return arguments.toArray(String[]::new);
    }

    @Test
    void it_does_not_start_before_somebody_accepts_the_loss_and_keeps_its_jobs()
            throws IOException {
        Path data = directory.resolve("data");
        String id;
        try (MeshProcess mesh = up(data)) {
            id = new Client(data).run("{\"type\":\"echo\",\"payload\":1}").path("id").asText();
            assertThat(mesh.end()).isZero();
        }
        flip(data.resolve("broker/journal"));
        for (String command : List.of("up", "broker")) {
            try (MeshProcess refused = MeshProcess.start(directory, with(data, command))) {
                assertThat(refused.exit()).as(refused.output()).isEqualTo(ExitCode.USAGE);
                assertThat(refused.output())
                        .contains(data.resolve("broker/journal") + "/activemq-data-")
                        .contains("is damaged")
                        .contains("--accept-empty-journal")
                        .doesNotContain("Exception");
            }
        }
        try (MeshProcess mesh = up(data, "--accept-empty-journal")) {
            assertThat(mesh.output())
                    .contains("the broker begins with an empty journal")
                    .contains(data.resolve("broker/lost-1").toString());
            var client = new Client(data);
            assertThat(client.get("/v1/jobs/" + id).body().path("result").asInt()).isOne();
            assertThat(client.run("{\"type\":\"echo\"}").path("state").asText())
                    .isEqualTo("succeeded");
            assertThat(mesh.end()).isZero();
        }
    }

    private MeshProcess up(Path data, String... more) {
        var command = new ArrayList<>(List.of("up", "--workers", "1", "--http-port", "0"));
        command.addAll(List.of(more));
        return MeshProcess.ready(
                directory, data, "http", with(data, command.toArray(String[]::new)));
    }

    private static void flip(Path journal) throws IOException {
        try (Stream<Path> all = Files.list(journal)) {
            for (Path file : all.filter(each -> each.toString().endsWith(".amq")).toList()) {
                try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
                    bytes.seek(FLIPPED);
                    int was = bytes.read();
                    bytes.seek(FLIPPED);
                    bytes.write(was ^ 1);
                }
            }
        }
    }
}
