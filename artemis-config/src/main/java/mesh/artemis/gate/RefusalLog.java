package mesh.artemis.gate;

import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.time.Duration;

/// Tells of connections that were ended, at most once in {@value #PAUSE_SECONDS} s: whoever is
/// refused may come again at once, and with a line for each it would write the log.
final class RefusalLog {
    static final int PAUSE_SECONDS = 10;

    private static final System.Logger LOG = System.getLogger(RefusalLog.class.getName());
    private static final long PAUSE = Duration.ofSeconds(PAUSE_SECONDS).toNanos();

    private long told = System.nanoTime() - PAUSE;
    private long untold;

    /// @param who the address that it came from
    synchronized void tell(SocketAddress who, String why) {
        long now = System.nanoTime();
        if (now - told < PAUSE) {
            untold++;
            return;
        }
        LOG.log(
                Level.WARNING,
                "a connection from {0} was ended: {1}{2}",
                who,
                why,
                untold == 0 ? "" : " (as were %,d before it)".formatted(untold));
        told = now;
        untold = 0;
    }
}
