package mesh.lab.bench;

/// Whoever looks on while it goes on. Called from any thread.
@FunctionalInterface
public interface Onlooker {
    /// Something happened that stays worth reading.
    void said(String line);
}
