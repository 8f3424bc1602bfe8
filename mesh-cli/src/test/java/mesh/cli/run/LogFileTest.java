package mesh.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFileTest {
    @TempDir private Path directory;

    private static final Formatter MESSAGE =
            new Formatter() {
                @Override
                public String format(LogRecord entry) {
                    return entry.getMessage() + "\n";
                }
            };

    private void write(LogFile log, String... lines) {
        for (String line : lines) {
            log.publish(new LogRecord(Level.INFO, line));
        }
    }

    @Test
    void goes_on_where_it_ended() throws IOException {
        Path file = directory.resolve("mesh.log");
        for (String line : new String[] {"one", "two"}) {
            var log = new LogFile(file, 100, 2, MESSAGE);
            write(log, line);
            log.close();
        }
        assertThat(file).hasContent("one\ntwo");
    }

    @Test
    void is_its_owners_alone() throws IOException {
        Path file = directory.resolve("mesh.log");
        new LogFile(file, 100, 2, MESSAGE).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void never_grows_beyond_its_bound_and_keeps_the_last_full_ones() throws IOException {
        Path file = directory.resolve("mesh.log");
        var log = new LogFile(file, 8, 2, MESSAGE);
        write(log, "aaa", "bbb", "ccc", "ddd", "eee", "fff", "ggg");
        log.close();
        assertThat(file).hasContent("ggg");
        assertThat(directory.resolve("mesh.log.1")).hasContent("eee\nfff");
        assertThat(directory.resolve("mesh.log.2")).hasContent("ccc\nddd");
        assertThat(directory.resolve("mesh.log.3")).doesNotExist();
    }

    @Test
    void takes_an_entry_larger_than_a_file() throws IOException {
        Path file = directory.resolve("mesh.log");
        var log = new LogFile(file, 8, 1, MESSAGE);
        write(log, "a long line", "b");
        log.close();
        assertThat(file).hasContent("b");
        assertThat(directory.resolve("mesh.log.1")).hasContent("a long line");
    }
}
