package mesh.artemis.gate;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// How many connections the broker has at once, and how long one may take to log in.
///
/// @param most connections; a party of the mesh has two
/// @param mostStrangers of those have not logged in
/// @param logInTimeout from the start of a connection to its log-in
public record ConnectionBounds(int most, int mostStrangers, Duration logInTimeout) {
    static final int MOST_STRANGERS = 1_000;
    static final int MOST = 20_000;
    private static final Duration LOG_IN_TIMEOUT = Duration.ofSeconds(10);

    public ConnectionBounds {
        if (mostStrangers < 1 || most < mostStrangers) {
            throw new IllegalArgumentException(
                    "of `most` connections, %d, at least one and at most all may be strangers', were %d"
                            .formatted(most, mostStrangers));
        }
    }

    /// As this process may open files: half of them for connections, and of those a quarter for
    /// strangers.
    public static ConnectionBounds ofMachine() {
        return ofFiles(
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof UnixOperatingSystemMXBean system
                        ? system.getMaxFileDescriptorCount()
                        : Long.MAX_VALUE);
    }

    static ConnectionBounds ofFiles(long files) {
        int most = Math.clamp(files / 2, 2, MOST);
        return new ConnectionBounds(most, Math.clamp(most / 4, 1, MOST_STRANGERS), LOG_IN_TIMEOUT);
    }
}
