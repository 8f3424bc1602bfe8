package mesh.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import mesh.cli.client.FakeMesh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An output that could not be written is no success.
class UnwrittenTest {
    @TempDir private Path directory;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(why);
            }
        };
    }

    private int run(String why, String... arguments) {
        var screen =
                new Screen(
                        Output.to(failing(why)),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        InputStream.nullInputStream(),
                        false,
                        100);
        return Main.run(screen, Map.of(), directory, arguments);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int asked(FakeMesh fake, String why, String command) {
        String[] words = command.split(" ");
        String[] all = Arrays.copyOf(words, words.length + 4);
        System.arraycopy(
                new String[] {"--url", fake.url(), "--token", FakeMesh.TOKEN},
                0,
                all,
                words.length,
                4);
        return run(why, all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "version", "submit --help", "help submit"})
    void what_needs_no_mesh_says_so(String command) {
        assertThat(run("No space left on device", command.split(" "))).isEqualTo(4);
        assertThat(said())
                .isEqualTo("error: the output could not be written: No space left on device\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submit echo",
                "submit echo --json",
                "submit echo --wait",
                "jobs",
                "jobs --json",
                "job x",
                "job x --json",
                "job x --follow",
                "nodes",
                "nodes --json",
                "stats",
                "stats --json",
                "why x",
                "quarantine",
                "quarantine show x"
            })
    void so_does_each_command_that_asks_a_mesh(String command) throws IOException {
        try (var fake = new FakeMesh()) {
            String job = "{\"id\":\"x\",\"state\":\"succeeded\",\"type\":\"echo\",\"result\":1}";
            fake.on("POST /v1/jobs", 202, job);
            fake.on("GET /v1/jobs/x", 200, job);
            fake.on("GET /v1/jobs/x?wait=PT20S", 200, job);
            fake.on("GET /v1/jobs?limit=30", 200, "{\"items\":[" + job + "],\"next\":null}");
            fake.on("GET /v1/jobs/x/events", 200, "id: 1\ndata: {\"name\":\"succeeded\"}\n\n");
            fake.on("GET /v1/jobs/x/why", 200, "{\"reason\":\"a\",\"message\":\"b\",\"nodes\":[]}");
            fake.on("GET /v1/nodes", 200, "{\"items\":[{\"id\":\"n1\",\"state\":\"online\"}]}");
            fake.on("GET /v1/stats", 200, "{\"jobs\":{\"queued\":0}}");
            fake.on("GET /v1/quarantine/x", 200, "{\"id\":\"x\",\"body\":\"{}\"}");
            fake.on("GET /v1/quarantine?limit=30", 200, "{\"items\":[{\"id\":\"x\"}]}");
            assertThat(asked(fake, "No space left on device", command)).as(said()).isEqualTo(4);
            assertThat(said())
                    .contains("error: the output could not be written: No space left on device\n");
        }
    }

    @Test
    void whoever_has_read_enough_is_told_nothing() {
        assertThat(run("Broken pipe", "version")).isEqualTo(4);
        assertThat(said()).isEmpty();
    }

    @Test
    void a_wrong_command_stays_one() {
        assertThat(run("No space left on device", "subbmit")).isEqualTo(2);
    }
}
