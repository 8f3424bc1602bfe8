package mesh.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonHandlerTest extends HandlerFixture {
    @Test
    void python_takes_json_in_and_gives_the_last_line_as_json() throws Exception {
        String script =
                """
                import json, sys
                given = json.load(sys.stdin)
                print("working")
                print(json.dumps({"sum": sum(given)}))
                print()
                """;
        assertThat(python(script, "[1, 2, 3]")).isEqualTo("{\"sum\":6}");
    }

    @Test
    void python_finds_null_where_there_is_no_input() throws Exception {
        payload("", "0");
        assertThat(handle("python", "{\"script\":\"print(input())\"}")).isEqualTo("null");
    }

    @Test
    void python_takes_a_large_script_and_input() throws Exception {
        String script = "#" + "x".repeat(300_000) + "\nprint(len(input()))";
        assertThat(python(script, '"' + "y".repeat(300_000) + '"')).isEqualTo("300002");
    }

    @Test
    void python_shows_the_line_that_is_no_json() {
        assertThat(failure("python", payload("print('hello')", "0")))
                .hasMessageContaining("must be JSON, was: hello");
        assertThat(failure("python", payload("print(float('nan'))", "0")))
                .hasMessageContaining("must be JSON, was: nan");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "b'\"r\\xe9sum\\xe9.txt\"'; was: \"r\\xE9sum\\xE9.txt\" (byte 0xE9 belongs to no character of UTF-8, at byte 2)",
                "b'\"\\xc0\\xaf\"'; byte 0xC0 belongs to no character of UTF-8, at byte 1",
                "b'\"\\\\ud83d\"'; half of a surrogate pair, which is no character, at byte 1",
                "b'{\"a\":1,\"a\":2}'; the key 'a' comes twice, at byte 7",
                "b'1e99999999999'; exponent is at most 9999",
            })
    void python_fails_with_a_result_that_could_not_come_back_as_it_was_printed(
            String bytes, String why) {
        String script = "import os\nos.write(1, %s)".formatted(bytes);
        HandlerException failed = failure("python", payload(script, "0"));
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_ERROR);
        assertThat(failed).hasMessageContaining(why);
    }

    @Test
    void python_gives_its_result_as_it_was_printed_after_lines_that_are_no_text() throws Exception {
        String script =
                "import os\nos.write(1, b'\\xff\\n[1e9, -0.0,\\\"\\\\u00fc\\xc3\\xbc\\\"]\\r\\n ')";
        assertThat(python(script, "0")).isEqualTo("[1e9,-0.0,\"\\u00fcü\"]");
    }

    @Test
    void python_finds_its_input_as_it_was_written() throws Exception {
        String script = "import json\nprint(json.dumps(input()))";
        assertThat(python(script, "[1e9, -0.0,\"\\u00fc\"]"))
                .isEqualTo("\"[1e9,-0.0,\\\"\\\\u00fc\\\"]\"");
    }

    @Test
    void python_that_prints_nothing_says_so() {
        assertThat(failure("python", payload("pass", "0"))).hasMessageContaining("printed nothing");
    }

    @Test
    void python_shows_the_end_of_its_traceback() {
        assertThat(failure("python", payload("raise ValueError('seven')", "0")))
                .hasMessageStartingWith("exit code 1: ")
                .hasMessageEndingWith("ValueError: seven");
    }

    @Test
    void python_speaks_to_the_mesh_in_lines_that_are_no_output() throws Exception {
        String script =
                """
                print("working")
                print("@mesh progress 0.4 four of  ten")
                print("@mesh progress 1")
                print('@mesh partial {"found": [7, null]}')
                print("@mesh checkpoint   41 ")
                print("@meshed, not a word to the mesh")
                print(" @mesh nor this")
                print("5")
                print("@mesh progress 1.0 done")
                """;
        assertThat(python(script, "0")).isEqualTo("5");
        assertThat(said)
                .containsExactly(
                        "progress 0.4 four of  ten",
                        "progress 1.0 null",
                        "partial {\"found\":[7,null]}",
                        "checkpoint 41",
                        "progress 1.0 done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "@mesh progess 0.4; comes `progress`, `partial` or `checkpoint`",
                "@mesh 5; comes `progress`, `partial` or `checkpoint`",
                "@mesh progress; a number from 0 to 1",
                "@mesh progress 40%; a number from 0 to 1",
                "@mesh progress 1.5 too far; a number from 0 to 1",
                "@mesh progress NaN; a number from 0 to 1",
                "@mesh partial; must be JSON",
                "@mesh checkpoint {'a': 1}; must be JSON",
                "@mesh partial 1 2; must be JSON",
                "@mesh partial \"\\ud83d\"; half of a surrogate pair",
                "@mesh checkpoint {\"a\":1,\"a\":2}; the key 'a' comes twice",
            })
    void python_fails_at_once_with_a_line_that_is_not_understood(String line, String rule) {
        String script = "print(%s)\nimport time\ntime.sleep(60)".formatted(MeshJson.write(line));
        HandlerException failed = failure("python", payload(script, "0"));
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_ERROR);
        assertThat(failed.getMessage().replace('`', '\''))
                .contains("'" + line.strip(), rule.replace('`', '\''));
    }

    @Test
    void python_is_heard_while_it_runs() throws Exception {
        String script =
                """
                import os, time
                print("@mesh partial 1")
                while not os.path.exists("go"):
                    time.sleep(0.01)
                print("2")
                """;
        String payload = payload(script, "0");
        var result = CompletableFuture.supplyAsync(() -> handled(payload));
        await().until(() -> !said.isEmpty());
        assertThat(result).isNotDone();
        Files.createFile(directory.resolve("go"));
        assertThat(result.join()).isEqualTo("2");
    }

    private String handled(String payload) {
        try {
            return handle("python", payload);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void python_may_say_much_more_to_the_mesh_than_it_may_print() throws Exception {
        String script =
                """
                for i in range(100):
                    print("@mesh checkpoint", '"' + "x" * 5000 + '"')
                print(1)
                """;
        assertThat(python(script, "0")).isEqualTo("1");
        assertThat(said).hasSize(100);
    }

    @Test
    void python_fails_with_a_line_to_the_mesh_that_has_no_end() {
        String script =
                """
                import sys
                while True:
                    sys.stdout.write("@mesh partial 1" + " " * 100000)
                """;
        assertThat(failure("python", payload(script, "0")))
                .hasMessageContaining("at most 524288 bytes")
                .hasMessageStartingWith("the script printed `@mesh partial 1");
    }

    @Test
    void python_that_crashes_in_the_middle_of_a_line_has_failed_because_it_crashed() {
        String script = "import os\nos.write(1, b'@mesh partial {')\nos._exit(3)";
        assertThat(failure("python", payload(script, "0"))).hasMessage("exit code 3");
    }
}
