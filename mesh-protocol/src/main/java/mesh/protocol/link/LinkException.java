package mesh.protocol.link;

/// The broker cannot be reached, or refused.
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
