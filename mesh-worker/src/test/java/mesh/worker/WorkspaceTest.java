package mesh.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import mesh.protocol.JobId;
import mesh.protocol.message.AttemptRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    private static final AttemptRef ATTEMPT = new AttemptRef(new JobId(new UUID(0, 1)), 1);

    @TempDir Path directory;

    @Test
    void gives_each_attempt_an_empty_directory_and_leaves_nothing() throws IOException {
        try (Workspace workspace = Workspace.open(directory)) {
            Path first = workspace.make(ATTEMPT);
            assertThat(first).isEmptyDirectory().isNotEqualTo(workspace.make(ATTEMPT));
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void deletes_what_a_killed_node_left_behind() throws IOException {
        Files.createFile(directory.resolve("run-1-2-left.lock"));
        Path left = Files.createDirectories(directory.resolve("run-1-2-left/attempt"));
        Files.writeString(left.resolve("file"), "x");
        try (Workspace _ = Workspace.open(directory)) {
            assertThat(directory.resolve("run-1-2-left")).doesNotExist();
            assertThat(directory.resolve("run-1-2-left.lock")).doesNotExist();
        }
    }

    @Test
    void leaves_the_directories_of_another_node_alone() throws IOException {
        try (Workspace first = Workspace.open(directory)) {
            Path attempt = first.make(ATTEMPT);
            Workspace.open(directory).close();
            assertThat(attempt).isEmptyDirectory();
        }
    }

    @Test
    void deletes_links_and_not_what_they_point_to() throws IOException {
        Path kept = Files.createDirectory(directory.resolve("kept"));
        Files.writeString(kept.resolve("file"), "x");
        Path attempt = Files.createDirectory(directory.resolve("attempt"));
        Files.createSymbolicLink(attempt.resolve("link"), kept);
        Workspace.delete(attempt);
        assertThat(attempt).doesNotExist();
        assertThat(kept.resolve("file")).exists();
    }

    @Test
    void deletes_a_directory_that_shut_itself() throws IOException {
        Path attempt = Files.createDirectory(directory.resolve("attempt"));
        Path inner = Files.createDirectory(attempt.resolve("inner"));
        Files.writeString(inner.resolve("file"), "x");
        assertThat(inner.toFile().setWritable(false)).isTrue();
        Workspace.delete(attempt);
        assertThat(attempt).doesNotExist();
    }
}
