package mesh.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said without anything being measured.
class BenchCommandTest {
    @TempDir private Path directory;

    private CommandRun bench(String... arguments) {
        var all = new String[arguments.length + 1];
        all[0] = "bench";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandRun run = CommandRun.of(directory, all);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.USAGE);
        return run;
    }

    @Test
    void refuses_what_it_cannot_measure_in_plain_words() {
        assertThat(bench("--only", "mesh,moon").err())
                .contains("`only` takes idle, ceiling-vm, mesh,", "was 'moon'");
        assertThat(bench("--repetitions", "0").err())
                .contains("`repetitions` must be 1 to 100, was 0");
        assertThat(bench("--duration", "1ms").err())
                .contains("`duration` must be 100 ms to 60 min, was 1 ms");
    }

    @Test
    void refuses_to_compare_with_what_is_no_report_before_time_is_lost() throws Exception {
        assertThat(bench("--compare", directory.resolve("none").toString()).err())
                .contains("there is no file");
        Path file = Files.writeString(directory.resolve("file.json"), "{}");
        assertThat(bench("--compare", file.toString()).err())
                .contains("cannot be compared with", "no report of a benchmark");
    }

    @Test
    void refuses_a_report_that_cannot_be_written_before_time_is_lost() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(bench("--report", file.toString()).err()).contains("give another --report");
    }
}
