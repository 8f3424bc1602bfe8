package mesh.worker.program;

import java.time.Duration;

/// How a program ended.
public sealed interface ProgramEnd {

    /// It ended by itself.
    ///
    /// @param exit its exit code; 128 and the signal's number where a signal ended it
    record Exited(int exit, byte[] stdout, byte[] stderr) implements ProgramEnd {}

    /// It was killed because its time was over.
    record OutOfTime(Duration limit) implements ProgramEnd {}

    /// It was killed because it printed more than it may.
    ///
    /// @param limit in bytes
    record TooMuchOutput(int limit) implements ProgramEnd {}

    /// There is no such program, or the operating system refused it.
    ///
    /// @param why for people
    record NotStarted(String why) implements ProgramEnd {}
}
