package mesh.protocol.message;

import mesh.protocol.Excerpt;

/// Why a job or an attempt did not succeed.
///
/// @param message for people; cut to {@value #MOST_CHARACTERS} characters
public record JobError(ErrorCode code, String message) {
    public static final int MOST_CHARACTERS = 4096;

    public JobError {
        Checks.present("code", code);
        message = message == null ? "" : message;
        message = Excerpt.shortened(message, MOST_CHARACTERS);
    }

    /// The same with at most so many characters of its message.
    public JobError shortened(int most) {
        return message.length() <= most
                ? this
                : new JobError(code, Excerpt.shortened(message, most));
    }
}
