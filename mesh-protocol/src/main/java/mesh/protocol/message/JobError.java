package mesh.protocol.message;

/// Why a job or an attempt did not succeed.
///
/// @param message for people; cut to {@value #MOST_CHARACTERS} characters
public record JobError(ErrorCode code, String message) {
    public static final int MOST_CHARACTERS = 4096;

    public JobError {
        Checks.present("code", code);
        message = message == null ? "" : message;
        if (message.length() > MOST_CHARACTERS) {
            message = message.substring(0, MOST_CHARACTERS - 1) + "…";
        }
    }
}
