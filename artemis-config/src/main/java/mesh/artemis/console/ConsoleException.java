package mesh.artemis.console;

/// The console cannot start. The message is for the person who started it and names the remedy.
public final class ConsoleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConsoleException(String message, Throwable cause) {
        super(message, cause);
    }
}
