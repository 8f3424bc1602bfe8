package mesh.worker.program;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mesh.worker.program.ProgramEnd.Exited;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Runs programs in a directory of the test.
@Timeout(30)
@DisabledOnOs(OS.WINDOWS)
abstract class ProgramFixture {
    final Programs programs = new Programs();
    static final byte[] NOTHING = {};
    static final Duration LONG = Duration.ofSeconds(20);
    static final int MUCH = 1 << 20;

    @TempDir Path directory;

    @AfterEach
    void close() {
        programs.close();
    }

    ProgramEnd run(byte[] input, String... command) throws InterruptedException {
        return programs.run(new Program(List.of(command), input, directory, LONG, MUCH));
    }

    Exited shell(String script) throws InterruptedException {
        return (Exited) run(NOTHING, "sh", "-c", script);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    long pidIn(String file) {
        Path path = directory.resolve(file);
        await().until(() -> Files.exists(path) && Files.readString(path).endsWith("\n"));
        try {
            return Long.parseLong(Files.readString(path).strip());
        } catch (java.io.IOException gone) {
            throw new AssertionError(gone);
        }
    }

    /// A killed orphan may stay a zombie where nothing reaps; it is dead all the same.
    static boolean dead(long pid) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return status.substring(status.lastIndexOf(')') + 2).startsWith("Z");
        } catch (java.io.IOException gone) {
            return ProcessHandle.of(pid).isEmpty();
        }
    }
}
