package mesh.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.message.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlersTest extends HandlerFixture {
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
                "process; {\"command\":[\"ls\"],\"env\":{\"A\":\"1\"},\"cwd\":\"/tmp\"}; no field `env`; its fields are: command, stdin",
                "process; {\"cmd\":\"ls\"}; no field `cmd`",
                "sleep; {\"millis\":1,\"Millis\":2}; no field `Millis`; its fields are: millis",
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
    void process_gives_the_bytes_of_output_that_is_no_text() throws Exception {
        assertThat(handle("process", "{\"command\":[\"printf\",\"a\\\\377\\\\000b\"]}"))
                .isEqualTo(
                        "{\"exit\":0,\"stdout\":null,\"stdoutBase64\":\"Yf8AYg==\",\"stderr\":\"\"}");
        assertThat(
                        handle(
                                "process",
                                "{\"command\":[\"printf\",\"a\\\\000b\\\\357\\\\277\\\\275\"]}"))
                .isEqualTo("{\"exit\":0,\"stdout\":\"a\\u0000b\ufffd\",\"stderr\":\"\"}");
    }

    @Test
    void process_fails_with_any_exit_but_0_and_shows_the_end_of_standard_error() {
        HandlerException failed =
                failure("process", "{\"command\":[\"sh\",\"-c\",\"echo why >&2; exit 4\"]}");
        assertThat(failed).hasMessage("exit code 4: why");
        assertThat(
                        failure(
                                "process",
                                "{\"command\":[\"sh\",\"-c\",\"printf 'r\\\\351\\\\000' >&2; exit 4\"]}"))
                .hasMessage("exit code 4: r\\xE9\\x00");
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
