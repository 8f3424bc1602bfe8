package mesh.lab.chaos.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Starts a process under a clock that is wrong, by the program `faketime`, which puts itself
/// between the process and the system's clock. The clock that nobody sets, by which a process
/// measures how long something takes, stays right, as on a machine whose owner set the time wrong.
public final class Clocks {
    private static final String PROGRAM = "faketime";

    private Clocks() {}

    /// Whether that program is on the PATH.
    public static boolean canBeWrong() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, PROGRAM)));
    }

    /// What a command is started by so that its clock is off by this much.
    public static List<String> offBy(Duration off) {
        return off.isZero()
                ? List.of()
                : List.of(
                        "env",
                        "FAKETIME_DONT_FAKE_MONOTONIC=1",
                        // Without this, whoever waits by that clock for a time does not wait at
                        // all.
                        "FAKETIME_FORCE_MONOTONIC_FIX=0",
                        PROGRAM,
                        "-f",
                        "%+ds".formatted(off.toSeconds()));
    }
}
