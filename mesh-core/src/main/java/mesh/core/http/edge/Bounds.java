package mesh.core.http.edge;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// What connections are granted in number, time and speed.
///
/// @param connections how many may be open at once
/// @param spare how many more are taken so that health can be asked while all others are in use
/// @param patience how long a head may take as a whole, a body or an answer may stand still, and a
///     connection without the token may stay silent
/// @param idle how long a connection may stay between two requests: longer than clients keep it, so
///     that none is closed just as it is used again
/// @param linger how long what a client still sends is thrown away after the last answer, for a
///     socket closed on unread bytes would be reset, and the answer lost with it
/// @param rate what a body, or an answer, must move in bytes a second, beyond the patience
public record Bounds(
        int connections, int spare, Duration patience, Duration idle, Duration linger, long rate) {
    /// The longest first line of a request.
    public static final int LINE = 8 << 10;

    /// The largest headers of a request, all of them.
    public static final int HEADERS = 16 << 10;

    /// The most lines of headers.
    public static final int LINES = 128;

    /// How much is thrown away after the last answer.
    static final long LINGER_BYTES = 8L << 20;

    private static final int MOST_CONNECTIONS = 4096;
    private static final int LEAST_CONNECTIONS = 16;
    private static final int MOST_SPARE = 32;

    /// How many files a mesh opens that has no connection yet: libraries, store, journal.
    private static final int OTHER_FILES = 256;

    /// @throws IllegalArgumentException naming what cannot be
    public Bounds {
        if (connections < 1 || spare < 1 || rate < 1) {
            throw new IllegalArgumentException(
                    "`connections`, `spare` and `rate` must be at least 1, were %d, %d and %d"
                            .formatted(connections, spare, rate));
        }
    }

    /// What this process can hold.
    public static Bounds ofThisProcess() {
        return ofFiles(mostFiles());
    }

    /// A quarter of the files beyond those that are always open: half of all are for the nodes'
    /// connections to the broker, the rest for its large messages and its journal.
    ///
    /// @param files how many the process may have open
    static Bounds ofFiles(long files) {
        int connections =
                Math.clamp((files - OTHER_FILES) / 4, LEAST_CONNECTIONS, MOST_CONNECTIONS);
        return new Bounds(
                connections,
                Math.min(MOST_SPARE, connections),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                Duration.ofSeconds(5),
                64 << 10);
    }

    /// The limit as it is now: the JVM raises it to the hard one when it starts.
    private static long mostFiles() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /// How long so many bytes may take, in nanoseconds.
    long nanosFor(long bytes) {
        return patience.toNanos() + bytes * Duration.ofSeconds(1).toNanos() / rate;
    }
}
