package mesh.worker.program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What to run, and within which bounds.
///
/// @param command the program and its arguments; the program is looked for on {@link
///     SearchPath#PATH}, or is a path, which is relative to the directory
/// @param input what it finds on its standard input; it need not read it
/// @param directory where it runs; also its home and its place for temporary files
/// @param timeLimit how long it may run before it is killed
/// @param outputLimit how many bytes it may print to standard output and standard error together
///     before it is killed
/// @param environment what it finds in its environment besides what all programs do
/// @param grace how long it may tidy up after SIGTERM when it is to stop, before it is killed;
///     nothing kills it at once
/// @param marked hears the marked lines of its standard output
public record Program(
        List<String> command,
        byte[] input,
        Path directory,
        Duration timeLimit,
        int outputLimit,
        Map<String, String> environment,
        Duration grace,
        Optional<Marked> marked) {

    public Program {
        command = List.copyOf(command);
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw new IllegalArgumentException("`command` names no program");
        }
        for (String word : command) {
            if (word.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("`command` must not hold a NUL character");
            }
        }
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException(
                    "`timeLimit` must be longer than nothing, was " + timeLimit);
        }
        if (outputLimit < 0) {
            throw new IllegalArgumentException(
                    "`outputLimit` must be at least 0, was " + outputLimit);
        }
        environment = Map.copyOf(environment);
        if (grace.isNegative()) {
            throw new IllegalArgumentException("`grace` must not be negative, was " + grace);
        }
    }

    /// A program that is killed at once when it is to stop, and whose output is all output.
    public Program(
            List<String> command,
            byte[] input,
            Path directory,
            Duration timeLimit,
            int outputLimit) {
        this(
                command,
                input,
                directory,
                timeLimit,
                outputLimit,
                Map.of(),
                Duration.ZERO,
                Optional.empty());
    }
}
