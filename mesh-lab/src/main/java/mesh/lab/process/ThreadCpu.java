package mesh.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The CPU time that each thread of a process has used, by the name that the system knows: its
/// first fifteen letters. Empty where the system does not tell, as it does on Linux.
public final class ThreadCpu {
    private ThreadCpu() {}

    /// Nanoseconds by name; threads of the same name together.
    public static Map<String, Long> of(long pid) {
        var times = new HashMap<String, Long>();
        for (Path thread : threads(pid)) {
            try {
                String name = Files.readString(thread.resolve("comm")).strip();
                String ran = Files.readString(thread.resolve("schedstat")).split(" ", 2)[0];
                times.merge(name, Long.parseLong(ran), Long::sum);
            } catch (IOException | NumberFormatException ended) {
                // What it did is lost, and mattered little.
            }
        }
        return times;
    }

    private static List<Path> threads(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.toList();
        } catch (IOException unknown) {
            return List.of();
        }
    }
}
