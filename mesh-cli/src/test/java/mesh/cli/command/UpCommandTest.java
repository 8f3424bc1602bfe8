package mesh.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.RoleLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpCommandTest {
    @TempDir private Path directory;

    /// A start that comes no further than to find that another mesh runs there.
    private CommandRun up(String... arguments) {
        var data = new DataDirectory(directory);
        var all = new ArrayList<>(List.of("up", "--data", data.toString()));
        all.addAll(List.of(arguments));
        try (RoleLock _ = RoleLock.take(data, "broker")) {
            return CommandRun.of(directory, all.toArray(String[]::new));
        }
    }

    @Test
    void says_what_it_starts_before_anything_is_started() {
        CommandRun run = up("--workers", "3");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .startsWith("starting broker, console, core, auction and 3 nodes …")
                .anyMatch(line -> line.contains("already runs"));
    }

    @Test
    void says_nothing_of_parts_that_it_leaves_to_others() {
        assertThat(up("--workers", "0", "--no-auction").err())
                .startsWith("starting broker, console, core …\n");
        assertThat(up("--workers", "1").err())
                .startsWith("starting broker, console, core, auction and 1 node …\n");
    }
}
