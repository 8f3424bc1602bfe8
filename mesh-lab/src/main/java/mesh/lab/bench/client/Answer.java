package mesh.lab.bench.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What came back.
///
/// @param retryAfter in seconds; 0 where the answer names none
public record Answer(int status, int retryAfter, byte[] body) {
    private static final int OK_BELOW = 300;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    public boolean ok() {
        return status < OK_BELOW;
    }

    /// Whether the mesh asks to come again later.
    public boolean busy() {
        return status == TOO_MANY || status == UNAVAILABLE;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The same.
    ///
    /// @throws IOException where it is a refusal
    public Answer orFail() throws IOException {
        if (!ok()) {
            throw new IOException("the mesh answered %d: %s".formatted(status, text()));
        }
        return this;
    }
}
