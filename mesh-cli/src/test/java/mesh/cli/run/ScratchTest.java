package mesh.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.RoleLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchTest {
    @TempDir private Path temporary;

    private Path demo(String name) throws IOException {
        Path directory = Files.createDirectories(temporary.resolve("mesh-demo-" + name));
        Files.writeString(Files.createDirectory(directory.resolve("work")).resolve("f"), "");
        return directory;
    }

    @Test
    void deletes_what_a_killed_demo_left_behind() throws IOException {
        Path killed = demo("killed");
        Files.writeString(killed.resolve("broker.lock"), "4711\n");
        try (Scratch scratch = Scratch.make(temporary, "demo")) {
            assertThat(killed).doesNotExist();
            assertThat(scratch.path()).isEmptyDirectory();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void leaves_alone_a_demo_that_runs_or_just_starts_and_what_is_no_demo() throws IOException {
        Path running = demo("running");
        Path starting = demo("starting");
        Path locking = demo("locking");
        Files.createFile(locking.resolve("broker.lock"));
        Path other = Files.createDirectory(temporary.resolve("mesh-data"));
        Files.writeString(other.resolve("broker.lock"), "4711\n");
        try (var _ = RoleLock.take(new DataDirectory(running), "broker");
                var _ = Scratch.make(temporary, "demo")) {
            for (Path left : new Path[] {running, starting, locking}) {
                assertThat(left.resolve("work/f")).exists();
            }
            assertThat(other.resolve("broker.lock")).exists();
        }
    }

    @Test
    void follows_no_link_out_of_the_temporary_directory(@TempDir Path elsewhere)
            throws IOException {
        Files.writeString(elsewhere.resolve("broker.lock"), "4711\n");
        Files.createSymbolicLink(temporary.resolve("mesh-demo-link"), elsewhere);
        try (var _ = Scratch.make(temporary, "demo")) {
            assertThat(elsewhere.resolve("broker.lock")).exists();
        }
    }
}
