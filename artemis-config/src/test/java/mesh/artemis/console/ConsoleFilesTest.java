package mesh.artemis.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleFilesTest {
    @TempDir Path directory;
    private Path from;
    private Path place;

    @BeforeEach
    void write() throws IOException {
        from = directory.resolve("from");
        place = directory.resolve("place");
        Files.createDirectories(from.resolve("lib"));
        for (int file = 0; file < 50; file++) {
            Files.writeString(from.resolve("lib").resolve("f" + file), "x".repeat(file * 100));
        }
        Files.writeString(from.resolve("index.html"), "<html>");
    }

    private List<String> content(Path of) throws IOException {
        try (Stream<Path> files = Files.walk(of)) {
            var content = new ArrayList<String>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                content.add(of.relativize(file) + "=" + Files.readString(file));
            }
            return content;
        }
    }

    @Test
    void are_the_same_however_many_unpack_them_at_once() throws Exception {
        var unpacking = new ArrayList<CompletableFuture<ConsoleFiles>>();
        for (int process = 0; process < 8; process++) {
            unpacking.add(
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return ConsoleFiles.unpacked(from, List.of(place));
                                } catch (IOException failed) {
                                    throw new IllegalStateException(failed);
                                }
                            }));
        }
        for (var each : unpacking) {
            assertThat(content(each.get().pages())).isEqualTo(content(from));
        }
    }

    @Test
    void take_the_same_room_after_any_number_of_starts() throws Exception {
        ConsoleFiles first = ConsoleFiles.unpacked(from, List.of(place));
        List<String> before = content(place);
        assertThat(ConsoleFiles.unpacked(from, List.of(place))).isEqualTo(first);
        assertThat(content(place)).isEqualTo(before);
    }

    @Test
    void are_completed_where_a_copy_was_interrupted() throws Exception {
        Path pages = ConsoleFiles.unpacked(from, List.of(place)).pages();
        Files.writeString(pages.resolve("lib/f7"), "half");
        Files.delete(pages.resolve("lib/f8"));
        ConsoleFiles.unpacked(from, List.of(place));
        assertThat(content(pages)).isEqualTo(content(from));
    }

    @Test
    void lie_elsewhere_when_the_first_place_takes_nothing() throws Exception {
        Path taken = Files.writeString(directory.resolve("taken"), "a file");
        ConsoleFiles files = ConsoleFiles.unpacked(from, List.of(taken, place));
        assertThat(files.pages()).startsWith(place.toRealPath());
    }

    @Test
    void are_not_run_from_where_others_can_write() throws Exception {
        Files.createDirectory(place);
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> ConsoleFiles.unpacked(from, List.of(place)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not this user's alone");
    }
}
