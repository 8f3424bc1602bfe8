package mesh.lab.chaos.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    /// What a command is started by so that its clock is off by this much. The program itself would
    /// stand between us and the process, and take its signals; so it only tells what it would put
    /// into the environment.
    ///
    /// @throws UncheckedIOException where the program cannot be run
    public static List<String> offBy(Duration off) {
        if (off.isZero()) {
            return List.of();
        }
        var prefix =
                new ArrayList<>(
                        List.of(
                                "env",
                                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                                // Without this, whoever waits by that clock for a time does not
                                // wait at all.
                                "FAKETIME_FORCE_MONOTONIC_FIX=0"));
        environment(PROGRAM, "-m", "-f", "%+ds".formatted(off.toSeconds()), "env")
                .filter(line -> line.startsWith("LD_PRELOAD=") || line.startsWith("FAKETIME="))
                .forEach(prefix::add);
        return List.copyOf(prefix);
    }

    private static Stream<String> environment(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            try (var reader = process.inputReader()) {
                return reader.lines().toList().stream();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(PROGRAM + " cannot be run", impossible);
        }
    }
}
