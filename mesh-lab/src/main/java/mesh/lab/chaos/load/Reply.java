package mesh.lab.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/// What became of a request.
///
/// @param status of the answer; 0 where none came
/// @param body as JSON; an empty object where there is none
/// @param retryAfter what the answer says of when to come again
/// @param failure why no answer came; null where one came
/// @param sent whether the mesh may have taken the request; false where no connection came about
public record Reply(
        int status, JsonNode body, Optional<Duration> retryAfter, String failure, boolean sent) {
    private static final int OK_BELOW = 300;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    public boolean answered() {
        return failure == null;
    }

    public boolean ok() {
        return answered() && status < OK_BELOW;
    }

    /// Whether the mesh asks to come again later.
    public boolean busy() {
        return status == TOO_MANY || status == UNAVAILABLE;
    }

    /// In a few words, for people.
    public String text() {
        return answered()
                ? "%d %s".formatted(status, body.path("detail").asText(body.path("title").asText()))
                : failure;
    }
}
