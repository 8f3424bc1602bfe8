package mesh.lab.sim.mutant;

/// A mutant does not fit the source any more: the source was changed, and the mutant has to follow.
public final class StaleMutantException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StaleMutantException(String message) {
        super(message);
    }
}
