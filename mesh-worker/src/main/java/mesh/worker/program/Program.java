package mesh.worker.program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What to run, and within which bounds.
///
/// @param command the program and its arguments; the program is looked for on {@link
///     SearchPath#PATH}, or is a path, which is relative to the directory
/// @param input what it finds on its standard input; it need not read it
/// @param directory where it runs; also its home and its place for temporary files
/// @param timeLimit how long it may run before it is killed
/// @param outputLimit how many bytes it may print to standard output and standard error together
///     before it is killed
public record Program(
        List<String> command, byte[] input, Path directory, Duration timeLimit, int outputLimit) {

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
    }
}
