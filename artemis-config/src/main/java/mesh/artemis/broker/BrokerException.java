package mesh.artemis.broker;

/// The broker cannot start. The message is for the person who started it and names the remedy.
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
