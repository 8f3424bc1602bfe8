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
}
