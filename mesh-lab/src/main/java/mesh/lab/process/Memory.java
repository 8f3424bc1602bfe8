package mesh.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The memory that processes take, as Linux tells it under `/proc`.
public final class Memory {
    private static final int KIB = 1024;

    private Memory() {}

    /// What a process has resident now, in bytes; 0 where the system does not tell.
    public static long resident(long pid) {
        return field(pid, "VmRSS:");
    }

    /// The most that it had resident at any time, in bytes; 0 where the system does not tell.
    public static long peak(long pid) {
        return field(pid, "VmHWM:");
    }

    private static long field(long pid, String name) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }
}
