package mesh.core.http.edge;

/// A body does not come in the pieces that HTTP/1.1 knows; the message says what is wrong.
public final class FramingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FramingException(String message) {
        super(message, null, false, false); // a client's mistake has no stack trace
    }
}
