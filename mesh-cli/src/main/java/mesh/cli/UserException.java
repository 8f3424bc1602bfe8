package mesh.cli;

/// Something that a person has to put right. Its message is all that is shown, so it names the
/// rule, the value and the remedy.
public final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private UserException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /// The command was wrong.
    public static UserException usage(String message) {
        return new UserException(ExitCode.USAGE, message, null);
    }

    /// The command was wrong, as a part of the mesh found.
    public static UserException usage(String message, Throwable cause) {
        return new UserException(ExitCode.USAGE, message, cause);
    }

    /// The command was right and did not work.
    public static UserException failed(String message, Throwable cause) {
        return new UserException(ExitCode.FAILED, message, cause);
    }

    /// No mesh answers.
    public static UserException noConnection(String message, Throwable cause) {
        return new UserException(ExitCode.NO_CONNECTION, message, cause);
    }

    public int exitCode() {
        return exitCode;
    }
}
