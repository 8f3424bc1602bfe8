package mesh.worker.handler;

/// Ends a handler whose attempt is over: it was cancelled, a newer attempt of its job came, or it
/// was settled already because it did not stop in time. What it says from then on matters to
/// nobody.
///
/// It is unchecked, so that it passes through whatever the handler calls. A handler lets it
/// through.
public final class AttemptStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AttemptStoppedException(String message) {
        super(message);
    }
}
