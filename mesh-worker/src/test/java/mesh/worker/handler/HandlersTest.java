package mesh.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.ErrorCode;
import mesh.worker.program.Program;
import mesh.worker.program.ProgramEnd;
import mesh.worker.program.Programs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class HandlersTest {
    private static final Programs PROGRAMS = new Programs();
    private static final Handlers ALL = Handlers.find(Set.of("python", "process"));

    @TempDir Path directory;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private Duration timeLimit = Duration.ofSeconds(20);

    @AfterAll
    static void close() {
        PROGRAMS.close();
    }

    /// An attempt with nothing but a directory and small limits.
    private record Attempt(Path directory, Duration timeLimit, List<String> said)
            implements JobContext {
        @Override
        public AttemptRef attempt() {
            return new AttemptRef(new JobId(new UUID(0, 1)), 1);
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(double fraction, String message) {
            said.add("progress " + fraction + " " + message);
        }

        @Override
        public int emit(Json partial) {
            said.add("partial " + partial);
            return said.size();
        }

        @Override
        public void checkpoint(Json value) {
            said.add("checkpoint " + value);
        }

        @Override
        public Optional<Json> resumedFrom() {
            return Optional.empty();
        }

        @Override
        public int outputLimit() {
            return 100_000;
        }

        @Override
        public ProgramEnd run(List<String> command, byte[] input) throws InterruptedException {
            return PROGRAMS.run(new Program(command, input, directory, timeLimit(), outputLimit()));
        }
    }

    private String handle(String type, String payload) throws Exception {
        return ALL.get(new JobType(type))
                .orElseThrow()
                .handle(new Json(payload), new Attempt(directory, timeLimit, said))
                .text();
    }

    private HandlerException failure(String type, String payload) {
        try {
            throw new AssertionError("expected a failure, got " + handle(type, payload));
        } catch (HandlerException failed) {
            return failed;
        } catch (Exception other) {
            throw new AssertionError(other);
        }
    }

    private String python(String script, String input) throws Exception {
        return handle("python", payload(script, input));
    }

    private static String payload(String script, String input) {
        assumeThat(ALL.types()).as("a Python 3").contains(new JobType("python"));
        return "{\"script\":" + MeshJson.write(script) + ",\"input\":" + input + "}";
    }

    @Test
    void echo_gives_its_payload_back() throws Exception {
        assertThat(handle("echo", "{\"a\":[1,null]}")).isEqualTo("{\"a\":[1,null]}");
    }

    @Test
    void sleep_says_how_long_it_slept() throws Exception {
        assertThat(handle("sleep", "{\"millis\":5}")).isEqualTo("{\"slept\":5}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "sleep; {}; `millis`",
                "sleep; {\"millis\":-1}; -1",
                "sleep; {\"millis\":1.5}; 1.5",
                "sleep; {\"millis\":\"5\"}; \"5\"",
                "sleep; 7; `millis`",
                "sleep; {\"millis\":99999999999999999999}; from 0 to 86400000",
                "process; {}; `command`",
                "process; {\"command\":[]}; at least one",
                "process; {\"command\":\"ls\"}; a list of texts",
                "process; {\"command\":[\"ls\",5]}; `command[1]`",
                "process; {\"command\":[\"a\\u0000b\"]}; NUL",
                "process; {\"command\":[\"\"]}; `command[0]`",
                "process; {\"command\":[\"cat\"],\"stdin\":5}; `stdin`",
                "process; {\"command\":[\"no-such-program\"]}; no-such-program",
            })
    void a_bad_payload_is_an_error_that_names_the_field(
            String type, String payload, String expected) {
        HandlerException failed = failure(type, payload);
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_ERROR);
        assertThat(failed.getMessage().replace('`', '\'')).contains(expected.replace('`', '\''));
    }

    @Test
    void process_gives_exit_and_outputs() throws Exception {
        assertThat(handle("process", "{\"command\":[\"cat\"],\"stdin\":\"grüß\"}"))
                .isEqualTo("{\"exit\":0,\"stdout\":\"grüß\",\"stderr\":\"\"}");
    }

    @Test
    void process_replaces_output_that_is_no_text() throws Exception {
        String result = handle("process", "{\"command\":[\"printf\",\"a\\\\377\\\\000b\"]}");
        assertThat(MeshJson.MAPPER.readTree(result).get("stdout").textValue())
                .isEqualTo("a\ufffd\0b");
    }

    @Test
    void process_fails_with_any_exit_but_0_and_shows_the_end_of_standard_error() {
        HandlerException failed =
                failure("process", "{\"command\":[\"sh\",\"-c\",\"echo why >&2; exit 4\"]}");
        assertThat(failed).hasMessage("exit code 4: why");
    }

    @Test
    void process_fails_when_its_time_is_over() {
        timeLimit = Duration.ofMillis(300);
        HandlerException failed = failure("process", "{\"command\":[\"sleep\",\"100\"]}");
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_ERROR);
        assertThat(failed).hasMessageContaining("time limit of PT0.3S");
    }

    @Test
    void process_that_prints_without_end_is_a_result_too_large() {
        HandlerException failed = failure("process", "{\"command\":[\"yes\"]}");
        assertThat(failed.code()).isEqualTo(ErrorCode.RESULT_TOO_LARGE);
    }

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
    void runs_python_and_process_only_where_they_are_allowed() {
        assertThat(Handlers.find(Set.of()).types())
                .containsExactlyInAnyOrder(new JobType("echo"), new JobType("sleep"));
        assertThat(Handlers.find(Set.of()).capabilities().asMap())
                .doesNotContainKeys("python", "type_python", "type_process")
                .containsEntry("type_echo", "true");
    }

    @Test
    void announces_python_where_it_is_allowed() throws Exception {
        payload("", "0");
        assertThat(ALL.capabilities().asMap())
                .containsKeys("python", "python_version", "type_python");
    }

    @Test
    void refuses_to_allow_what_nobody_runs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Handlers.find(Set.of("pyhton")))
                .withMessageContaining("`pyhton`")
                .withMessageContaining("python");
    }

    @Test
    void refuses_two_handlers_of_one_type() {
        var twice = List.of(new EchoHandler(), new EchoHandler());
        assertThatThrownBy(() -> Handlers.of(twice, Set.of()))
                .hasMessageContaining("two handlers run the type `echo`");
    }

    @Test
    void leaves_out_a_handler_whose_means_are_missing() {
        var missing =
                new JobHandler() {
                    @Override
                    public JobType type() {
                        return new JobType("paint");
                    }

                    @Override
                    public Json handle(Json payload, JobContext context) {
                        return payload;
                    }

                    @Override
                    public boolean available() {
                        return false;
                    }
                };
        assertThat(Handlers.of(List.of(missing), Set.of()).types()).isEmpty();
    }
}
