package mesh.worker.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import mesh.worker.program.ProgramEnd.Exited;
import mesh.worker.program.ProgramEnd.NotStarted;
import mesh.worker.program.ProgramEnd.OutOfTime;
import mesh.worker.program.ProgramEnd.TooMuchOutput;
import org.junit.jupiter.api.Test;

class ProgramsTest extends ProgramFixture {

    @Test
    void gives_exit_code_and_both_outputs() throws InterruptedException {
        Exited end = shell("echo out; echo err >&2; exit 3");
        assertThat(end.exit()).isEqualTo(3);
        assertThat(text(end.stdout())).isEqualTo("out\n");
        assertThat(text(end.stderr())).isEqualTo("err\n");
    }

    @Test
    void shows_a_program_nothing_of_the_nodes_environment() throws InterruptedException {
        Exited end = (Exited) run(NOTHING, "env");
        assertThat(text(end.stdout()).lines())
                .containsExactlyInAnyOrder(
                        "PATH=" + SearchPath.PATH,
                        "HOME=" + directory,
                        "TMPDIR=" + directory,
                        "LANG=C.UTF-8");
    }

    @Test
    void hands_over_arguments_as_they_are_or_not_at_all() throws InterruptedException {
        Exited end = (Exited) run(NOTHING, "printf", "%s", "grüß 😀\n\u2028");
        assertThat(text(end.stdout())).isEqualTo("grüß 😀\n\u2028");
        try (var ascii = new Programs(Wrapping::detect, StandardCharsets.US_ASCII)) {
            var program = new Program(List.of("printf", "grüß"), NOTHING, directory, LONG, MUCH);
            assertThat(ascii.run(program))
                    .isInstanceOfSatisfying(
                            NotStarted.class,
                            refused ->
                                    assertThat(refused.why()).contains("grüß", "LC_ALL=C.UTF-8"));
        }
    }

    @Test
    void runs_a_program_in_its_directory() throws Exception {
        assertThat(text(shell("pwd").stdout()).strip())
                .isEqualTo(directory.toRealPath().toString());
    }

    @Test
    void hands_over_input_larger_than_a_pipe() throws InterruptedException {
        Exited end = (Exited) run(new byte[5_000_000], "wc", "-c");
        assertThat(text(end.stdout()).strip()).isEqualTo("5000000");
    }

    @Test
    void does_not_mind_a_program_that_leaves_a_huge_input_unread() throws InterruptedException {
        assertThat(run(new byte[5_000_000], "true")).isInstanceOf(Exited.class);
    }

    @Test
    void keeps_binary_output_as_it_is() throws InterruptedException {
        assertThat(shell("printf '\\377\\000\\376'").stdout()).containsExactly(0xff, 0x00, 0xfe);
    }

    @Test
    void loses_nothing_of_many_short_outputs() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            assertThat(text(((Exited) run(NOTHING, "echo", "line")).stdout())).isEqualTo("line\n");
        }
    }

    @Test
    void kills_a_program_when_its_time_is_over() throws InterruptedException {
        var limit = Duration.ofMillis(200);
        var end =
                programs.run(new Program(List.of("sleep", "100"), NOTHING, directory, limit, MUCH));
        assertThat(end).isEqualTo(new OutOfTime(limit));
    }

    @Test
    void kills_a_program_that_prints_without_end() throws InterruptedException {
        assertThat(run(NOTHING, "yes")).isEqualTo(new TooMuchOutput(MUCH));
    }

    @Test
    void counts_both_outputs_against_one_limit() throws InterruptedException {
        var program =
                new Program(
                        List.of("sh", "-c", "echo 12345; echo 12345 >&2"),
                        NOTHING,
                        directory,
                        LONG,
                        11);
        assertThat(programs.run(program)).isEqualTo(new TooMuchOutput(11));
    }

    @Test
    void says_that_there_is_no_such_program() throws InterruptedException {
        assertThat(run(NOTHING, "no-such-program"))
                .isInstanceOfSatisfying(
                        NotStarted.class,
                        end -> assertThat(end.why()).contains("no-such-program", "/usr/bin"));
        assertThat(run(NOTHING, "./missing")).isInstanceOf(NotStarted.class);
        assertThat(run(NOTHING, "/etc/passwd")).isInstanceOf(NotStarted.class);
    }
}
