package mesh.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The single questions that `mesh chaos` asks, small, of real processes.
@Timeout(180)
class SingleQuestionsTest {
    @TempDir private Path directory;

    private CommandRun chaos(String... options) {
        var arguments = new String[options.length + 3];
        arguments[0] = "chaos";
        arguments[1] = "--report";
        arguments[2] = directory.resolve("report").toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        CommandRun run = CommandRun.of(directory, arguments);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        return run;
    }

    @Test
    void nodes_that_were_stopped_for_longer_than_their_lease_are_refused() {
        assertThat(chaos("--late", "2").out())
                .contains("late: 2 of 2 nodes")
                .contains("2 acknowledged, 0 lost, 0 unexpected, 0 duplicated");
    }

    @Test
    void the_others_do_the_work_of_nodes_that_were_killed_at_once() {
        assertThat(chaos("--storm", "34%", "--nodes", "3").out())
                .contains("0 lost, 0 unexpected, 0 duplicated");
    }
}
