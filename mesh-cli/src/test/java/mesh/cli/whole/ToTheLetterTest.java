package mesh.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mesh.cli.CommandRun;
import mesh.protocol.json.MeshJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a mesh takes it gives back as it was written: over HTTP, through the store and the broker,
/// by a handler and a program, and back.
class ToTheLetterTest {
    private static final int JOBS = 300;

    @TempDir private static Path directory;
    private static Path data;
    private static MeshProcess mesh;
    private static Client client;

    private final Random chance = new Random(11);

    @BeforeAll
    static void up() {
        data = directory.resolve("data");
        String[] arguments = {
            "up",
            "--data",
            data.toString(),
            "--workers",
            "1",
            "--http-port",
            "0",
            "--broker-port",
            "0",
            "--console-port",
            "0",
            "--allow",
            "python,process"
        };
        mesh = MeshProcess.ready(directory, data, "http", arguments);
        client = new Client(data);
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                client.get("/v1/stats").body().path("nodes").path("online").asInt()
                                        == 1);
    }

    @AfterAll
    static void down() {
        mesh.close();
    }

    private String value(int depth) {
        return switch (chance.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> chance.nextBoolean() ? "null" : "true";
            case 1 -> "%s%d.%d".formatted(sign(), chance.nextInt(100), chance.nextInt(100));
            case 2 ->
                    "%s%de%s%d".formatted(sign(), chance.nextInt(10), sign(), chance.nextInt(300));
            case 3 -> sign() + (1 + chance.nextInt(9)) + "0".repeat(chance.nextInt(60));
            case 4 -> text();
            case 5 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
            default -> "{\"a\":" + value(depth - 1) + "," + text() + ":" + value(depth - 1) + "}";
        };
    }

    private String sign() {
        return chance.nextBoolean() ? "-" : "";
    }

    private String text() {
        var text = new StringBuilder("\"" + chance.nextInt());
        for (int i = 0; i < 8; i++) {
            int one = chance.nextInt(' ', 0x30000);
            if (one <= 0xFFFF && Character.isSurrogate((char) one) || one == '"' || one == '\\') {
                text.append("\\u%04x\\/\\u0000\\\"".formatted((int) 'x'));
            } else {
                text.appendCodePoint(chance.nextBoolean() ? one : one & 0xFF | 0x80);
            }
        }
        return text.append('"').toString();
    }

    @Test
    void any_JSON_comes_back_as_it_was_given() {
        var payloads = new ArrayList<String>();
        var jobs = new ArrayList<String>();
        for (int job = 0; job < JOBS; job++) {
            payloads.add(value(4));
            jobs.add("{\"type\":\"echo\",\"payload\":" + payloads.getLast() + "}");
        }
        List<String> ids = client.batch("[" + String.join(" ,\n", jobs) + "]");
        for (int job = 0; job < JOBS; job++) {
            assertThat(client.await(ids.get(job)).path("state").asText()).isEqualTo("succeeded");
            assertThat(client.get("/v1/jobs/" + ids.get(job)).response().body())
                    .contains("\"payload\":" + payloads.get(job) + ",\"priority\":")
                    .contains("\"result\":" + payloads.get(job) + ",\"error\":");
        }
    }

    @Test
    void a_program_finds_its_input_and_gives_its_result_as_they_are_written() {
        String script = MeshJson.write("import sys; sys.stdout.write(sys.stdin.read())");
        for (int job = 0; job < 5; job++) {
            String input = value(3);
            String id =
                    client.run(
                                    "{\"type\":\"python\",\"payload\":{\"script\":%s,\"input\":%s}}"
                                            .formatted(script, input))
                            .path("id")
                            .asText();
            assertThat(client.get("/v1/jobs/" + id).response().body())
                    .contains("\"result\":" + input + ",\"error\":null");
        }
    }

    @Test
    void the_command_line_takes_and_prints_numbers_and_characters_as_they_are() {
        String payload = "[1e9,-0.0,-0,0.10,\"ü\u2028\uD83D\uDE00\"]";
        String[] submit = {
            "submit", "echo", "--payload", payload, "--wait", "--json", "--data", data.toString()
        };
        CommandRun run = CommandRun.of(directory, submit);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("\"payload\":" + payload + ",")
                .contains("\"result\":" + payload + ",");
    }

    @Test
    void a_program_gets_its_arguments_as_they_are_also_where_its_output_is_no_text() {
        String result =
                client.run(
                                "{\"type\":\"process\",\"payload\":{\"command\":[\"printf\",\"grüß €\\\\351\"]}}")
                        .path("result")
                        .toString();
        assertThat(result).contains("\"stdout\":null", "\"stdoutBase64\":\"Z3LDvMOfIOKCrOk=\"");
    }
}
