package mesh.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a person gives in files and options, taken as it is or refused saying why.
final class GivenTest extends FakeMeshTest {
    private static final String WRITTEN = "[1e9,-0.0,-0,\"\\u00fc\\/\uD83D\uDE00\",{\"a\":0.10}]";

    private Path file(String content, Charset charset) throws IOException {
        return Files.write(directory.resolve("given.json"), content.getBytes(charset));
    }

    @Test
    void a_payload_travels_as_it_is_written() throws IOException {
        mesh.on("POST /v1/jobs", 202, job("j1", "queued"));
        Path file = file(WRITTEN.replace(",", " ,\r\n"), StandardCharsets.UTF_8);
        for (String payload : new String[] {WRITTEN, "@" + file}) {
            assertThat(run("submit", "echo", "--payload", payload).code()).isZero();
            assertThat(mesh.requests().getLast().body())
                    .isEqualTo("{\"type\":\"echo\",\"payload\":" + WRITTEN + "}");
        }
    }

    @Test
    void a_change_of_a_dead_job_travels_as_it_is_written() {
        mesh.on("POST /v1/quarantine/x/requeue", 202, "{\"job\":\"y\"}");
        run("quarantine", "requeue", "x", "--change", "{\"payload\": " + WRITTEN + "}");
        assertThat(mesh.requests().getLast().body()).isEqualTo("{\"payload\":" + WRITTEN + "}");
        run("quarantine", "requeue", "x", "--payload", WRITTEN);
        assertThat(mesh.requests().getLast().body()).isEqualTo("{\"payload\":" + WRITTEN + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ISO-8859-1 | \"grüß\"        | byte 0xFC belongs to no character of UTF-8 (line 1, column 4)",
                "UTF-16     | \"a\"           | byte 0xFE belongs to no character of UTF-8; this may be UTF-16",
                "UTF-16LE   | \"a\"           | unexpected byte 0x00",
                "UTF-8      | \ufeff\"a\"     | a byte-order mark",
                "UTF-8      | {\"a\":1,\"a\":2} | the key 'a' comes twice (line 1, column 8)",
                "UTF-8      | 1e99999999999   | exponent is at most 9999",
            })
    void a_payload_in_a_file_is_UTF_8_and_JSON_of_the_mesh(
            String charset, String content, String why) throws IOException {
        Path file = file(content, Charset.forName(charset));
        CommandRun run = run("submit", "echo", "--payload", "@" + file);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--payload @" + file + " is not JSON: ", why);
        assertThat(mesh.requests()).isEmpty();
    }

    @Test
    void lines_of_jobs_may_end_as_on_windows_and_travel_as_they_are() throws IOException {
        mesh.on("POST /v1/jobs/batch", 202, "{\"ids\": [\"j1\"]}");
        String job = "{\"type\": \"echo\", \"payload\": " + WRITTEN + "}";
        Path file = file(job + "\r\n\r\n" + job, StandardCharsets.UTF_8);
        assertThat(run("submit", "--batch", file.toString()).code()).isZero();
        assertThat(mesh.requests().getLast().body()).isEqualTo(job + "\n" + job + "\n");
    }

    @Test
    void lines_of_jobs_are_UTF_8() throws IOException {
        Path latin =
                file("{\"type\": \"echo\"}\n{\"payload\": \"ü\"}", StandardCharsets.ISO_8859_1);
        CommandRun run = run("submit", "--batch", latin.toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(latin + " is no UTF-8: byte 0xFC at 30");
        Path marked = file("\ufeff{\"type\": \"echo\"}", StandardCharsets.UTF_8);
        assertThat(run("submit", "--batch", marked.toString()).err())
                .contains("line 1 of " + marked + " is not JSON: a byte-order mark");
        assertThat(mesh.requests()).isEmpty();
    }

    @Test
    void a_label_has_one_value() {
        CommandRun run = run("submit", "echo", "--label", "a=1", "--label", "b=", "--label", "a=2");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--label a is given twice, as '1' and as '2'");
        assertThat(run("submit", "echo", "--label", "a").err()).contains("NAME=VALUE, was 'a'");
        assertThat(mesh.requests()).isEmpty();
    }

    @Test
    void a_result_is_printed_with_its_numbers_as_they_are_and_nothing_that_a_terminal_obeys() {
        String result = "[1e9,-0.0,\"ü\u009b2J\u202e\u007f\"]";
        mesh.on("POST /v1/jobs", 202, job("j1", "queued"))
                .on(
                        "GET /v1/jobs/j1?wait=PT20S",
                        200,
                        job("j1", "succeeded").replace("{\"a\": 1}", result));
        assertThat(run("submit", "echo", "--wait").out())
                .isEqualTo("[ 1e9, -0.0, \"ü\\u009b2J\\u202e\\u007f\" ]\n");
        assertThat(run("submit", "echo", "--wait", "--json").out()).contains("[1e9,-0.0,\"ü");
    }
}
