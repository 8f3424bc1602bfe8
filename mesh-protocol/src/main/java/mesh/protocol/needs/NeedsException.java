package mesh.protocol.needs;

/// Needs that cannot be read.
public final class NeedsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String field;

    /// @param field where in the needs, as a path such as `needs`, `needs[2]`, `needs.gpu`
    public NeedsException(String field, String message) {
        super(message);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
