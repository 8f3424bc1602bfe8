package mesh.core;

/// A dead job cannot be asked for again, because not all of what was asked for can be read: it is
/// damaged in the store, or an earlier version took what this one does not.
public final class UnreadableJobException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /// @param reason what of it cannot be read, and why
    public UnreadableJobException(String reason) {
        super(reason);
    }
}
