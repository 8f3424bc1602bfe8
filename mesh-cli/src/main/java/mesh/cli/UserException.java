package mesh.cli;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

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

    /// What the command made, or had to say, could not be written.
    ///
    /// @param what as the user knows it
    public static UserException unwritten(String what, Exception why) {
        return new UserException(
                ExitCode.UNWRITTEN,
                "%s could not be written: %s".formatted(what, why.getMessage()),
                why);
    }

    /// No mesh answers.
    public static UserException noConnection(String message, Throwable cause) {
        return new UserException(ExitCode.NO_CONNECTION, message, cause);
    }

    /// A file that was named cannot be read.
    ///
    /// @param file as the user knows it
    public static UserException unreadable(String file, Exception why) {
        return switch (why) {
            case NoSuchFileException _ -> usage("there is no file " + file, why);
            case CharacterCodingException _ ->
                    usage(file + " is no UTF-8; save it as UTF-8 and try again", why);
            case AccessDeniedException _ -> usage("you may not read " + file, why);
            default ->
                    usage(
                            "%s cannot be read (%s: %s)"
                                    .formatted(
                                            file, why.getClass().getSimpleName(), why.getMessage()),
                            why);
        };
    }

    public int exitCode() {
        return exitCode;
    }
}
