package mesh.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimCommandTest {
    @TempDir private Path directory;

    @Test
    void runs_seeds_and_says_that_all_held() {
        CommandRun run = CommandRun.of(directory, "sim", "--seeds", "5");
        assertThat(run.code()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("5 runs of").contains("every invariant held in all of them");
    }

    @Test
    void a_seed_prints_the_same_each_time() {
        CommandRun once = CommandRun.of(directory, "sim", "--seed", "3", "--lines", "5");
        assertThat(once.code()).isEqualTo(ExitCode.DONE);
        assertThat(once.out()).contains("seed 3: ").contains("every invariant held");
        assertThat(CommandRun.of(directory, "sim", "--seed", "3", "--lines", "5")).isEqualTo(once);
    }

    @Test
    void refuses_what_it_cannot_do_in_plain_words() {
        CommandRun wrong = CommandRun.of(directory, "sim", "--without", "rain");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("--without takes delay, repeat").contains("was 'rain'");
        assertThat(CommandRun.of(directory, "sim", "--seeds", "0").err())
                .contains("--seeds must be from 1 to 10000000, was 0");
        assertThat(CommandRun.of(directory, "sim", "--seed", "1", "--mutants").err())
                .contains("two questions");
        assertThat(CommandRun.of(directory, "sim", "--nodes", "99").err())
                .contains("`nodes` must be from 0 to 50, was 99");
    }
}
