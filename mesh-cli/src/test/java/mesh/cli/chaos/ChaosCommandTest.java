package mesh.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said without a mesh being started.
class ChaosCommandTest {
    @TempDir private Path directory;

    private CommandRun chaos(String... arguments) {
        var all = new String[arguments.length + 1];
        all[0] = "chaos";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.of(directory, all);
    }

    @Test
    void prints_the_plan_of_a_seed_and_starts_nothing() {
        CommandRun plan =
                chaos(
                        "--kill",
                        "node,core",
                        "--for",
                        "10s",
                        "--every",
                        "2s",
                        "--seed",
                        "7",
                        "--plan");
        assertThat(plan.code()).isEqualTo(ExitCode.DONE);
        assertThat(plan.out().lines())
                .hasSize(4)
                .allMatch(line -> line.contains("kill -9 node n") || line.contains("kill -9 core"));
        assertThat(
                        chaos(
                                "--kill",
                                "node,core",
                                "--for",
                                "10s",
                                "--every",
                                "2s",
                                "--seed",
                                "7",
                                "--plan"))
                .isEqualTo(plan);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refuses_what_it_cannot_do_in_plain_words() {
        assertThat(chaos("--kill", "moon").err())
                .contains("--kill takes node, core, auction, broker and all, was 'moon'");
        assertThat(chaos("--load", "0", "--plan").err())
                .contains("`load` must be 1 to 5000, was 0");
        assertThat(chaos("--storm", "lots").err()).contains("--storm is a share such as 30%");
        assertThat(chaos("--storm", "1%").err())
                .contains("`storm` must leave and take at least one of the 20 nodes, was 1%");
        assertThat(chaos("--late", "0").err()).contains("--late is 1 to 64 nodes, was 0");
        assertThat(chaos("--storm", "30%", "--late", "3").code()).isEqualTo(ExitCode.USAGE);
        assertThat(chaos("--for", "3s").err())
                .contains("`for` must be longer than `every` (3000 ms)");
    }

    @ParameterizedTest
    @CsvSource({
        "--storm 30% --kill node, --storm is a question of its own; leave --kill out",
        "--storm 30% --plan, --storm is a question of its own; leave --plan out",
        "--late 3 --nodes 5, --late is a question of its own; leave --nodes out",
    })
    void refuses_what_a_single_question_would_ignore(String arguments, String told) {
        CommandRun run = chaos(arguments.split(" "));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(told);
    }

    @Test
    void refuses_a_report_that_cannot_be_written_before_a_minute_is_lost() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        CommandRun run = chaos("--report", file.toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("give another --report");
    }
}
