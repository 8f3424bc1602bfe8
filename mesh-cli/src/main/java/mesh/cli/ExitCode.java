package mesh.cli;

/// What a script learns from the end of a command.
public final class ExitCode {
    /// It is done.
    public static final int DONE = 0;

    /// The job failed, or the mesh would not do what was asked.
    public static final int FAILED = 1;

    /// The command was not understood or not allowed: another command line is needed.
    public static final int USAGE = 2;

    /// No mesh answers.
    public static final int NO_CONNECTION = 3;

    /// It may be done, but what there was to say could not be written.
    public static final int UNWRITTEN = 4;

    private ExitCode() {}
}
