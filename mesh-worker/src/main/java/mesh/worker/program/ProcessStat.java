package mesh.worker.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What Linux says of a process (proc(5), `/proc/PID/stat`).
///
/// @param dead whether it only waits to be buried; where nothing reaps, orphans stay so
/// @param group the process group it belongs to
record ProcessStat(boolean dead, long group) {

    /// Empty where it is gone, and where there is no `/proc`.
    static Optional<ProcessStat> of(long pid) {
        try {
            String line =
                    Files.readString(
                            Path.of("/proc", Long.toString(pid), "stat"),
                            StandardCharsets.ISO_8859_1);
            // The name before may hold anything, also blanks and parentheses.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Optional.of(new ProcessStat(fields[0].equals("Z"), Long.parseLong(fields[2])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
