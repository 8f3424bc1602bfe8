package mesh.protocol.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import mesh.protocol.JobId;

/// One award of one job: the job and its fencing token.
///
/// @param attempt 1 for a job's first award, then one more each
public record AttemptRef(JobId job, int attempt) {
    /// How many characters an id has in the compact form.
    private static final int ID = 22;

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public AttemptRef {
        Checks.present("job", job);
        Checks.atLeast("attempt", attempt, 1);
    }

    /// Reads the compact form, in which heartbeats name many attempts: the 16 bytes of the job's id
    /// in base64url, 22 characters, a colon and the attempt.
    ///
    /// @throws IllegalArgumentException when it is no such text
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static AttemptRef compact(String text) {
        try {
            if (text.charAt(ID) == ':') {
                var id = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.substring(0, ID)));
                return new AttemptRef(
                        new JobId(new UUID(id.getLong(), id.getLong())),
                        Integer.parseInt(text.substring(ID + 1)));
            }
        } catch (IndexOutOfBoundsException | NumberFormatException wrong) {
            // It is said below what is right.
        }
        throw new IllegalArgumentException(
                "an attempt in short is 22 characters of base64url, a colon and its number, was '"
                        + text.substring(0, Math.min(text.length(), 40))
                        + "'");
    }

    /// The compact form, some 24 characters instead of 62.
    public String compact() {
        var id = ByteBuffer.allocate(16);
        id.putLong(job.value().getMostSignificantBits());
        id.putLong(job.value().getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.array()) + ':' + attempt;
    }
}
