package mesh.artemis.gate;

import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.time.Duration;

/// Tells of connections that were ended, at most once in {@value #PAUSE_SECONDS} s: whoever is
/// refused may come again at once, and a line for each would let him write the log.
final class Refusals {
    static final int PAUSE_SECONDS = 10;

    private static final System.Logger LOG = System.getLogger(Refusals.class.getName());
    private static final long PAUSE = Duration.ofSeconds(PAUSE_SECONDS).toNanos();

    private long told = System.nanoTime() - PAUSE;
    private long untold;

    /// @param who where he came from
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
