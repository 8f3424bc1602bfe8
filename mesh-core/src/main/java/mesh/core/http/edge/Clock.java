package mesh.core.http.edge;

/// The time as it was when somebody last looked, at most a look of {@link Watch} ago: what is
/// granted to clients is granted in seconds, and to ask the system several times for each request
/// costs more than all else here.
final class Clock {
    private volatile long now = System.nanoTime();

    /// Looks.
    long look() {
        long at = System.nanoTime();
        now = at;
        return at;
    }

    /// In nanoseconds, from some moment on.
    long now() {
        return now;
    }
}
