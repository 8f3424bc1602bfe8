package mesh.lab.sim.check;

import java.util.Optional;

/// The first invariant that was broken, if one was. It is kept rather than thrown: product code
/// rightly catches whatever is thrown at it.
public final class Verdict {

    /// @param detail what was seen
    public record Broken(Invariant invariant, String detail) {
        @Override
        public String toString() {
            return "%s (invariant %d): %s; %s"
                    .formatted(
                            invariant.wireName(), invariant.number(), invariant.sentence(), detail);
        }
    }

    private Broken first;
    private RuntimeException blunder;

    void broken(Invariant invariant, String detail, Object... parts) {
        if (first == null) {
            first = new Broken(invariant, detail.formatted(parts));
        }
    }

    /// A watcher itself failed, inside product code that may have caught what it threw.
    void blunder(RuntimeException thrown) {
        blunder = blunder == null ? thrown : blunder;
    }

    /// @throws RuntimeException where a watcher failed: the run says nothing then
    public Optional<Broken> broken() {
        if (blunder != null) {
            throw new IllegalStateException("a watcher failed", blunder);
        }
        return Optional.ofNullable(first);
    }
}
