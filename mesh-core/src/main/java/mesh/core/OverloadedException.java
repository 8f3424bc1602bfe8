package mesh.core;

import java.time.Duration;

/// Nothing can be admitted now; the client shall come again.
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean tooMuch;
    private final transient Duration retryAfter;

    /// @param tooMuch true for too many requests (429), false for a core that cannot write (503)
    public OverloadedException(boolean tooMuch, String message, Duration retryAfter) {
        super(message);
        this.tooMuch = tooMuch;
        this.retryAfter = retryAfter;
    }

    public boolean tooMuch() {
        return tooMuch;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
