package mesh.core.http;

/// The HTTP server cannot listen where it shall; the message says what to change.
public final class HttpStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HttpStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
