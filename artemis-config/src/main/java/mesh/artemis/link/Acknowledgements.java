package mesh.artemis.link;

import java.time.Duration;
import org.apache.activemq.artemis.core.server.ServerSession;

/// What the reader of a session within the broker's process has taken and not acknowledged: the
/// batch that it is at, and those that it is done with, which wait a moment for more. Whoever calls
/// does so as the session's one user.
final class Acknowledgements {
    /// How long what is done with may wait to be acknowledged together with what comes after it.
    /// An acknowledgement of its own is a transaction, a write to the disk, and wake-ups of the
    /// threads on the way to it.
    static final Duration LAG = Duration.ofMillis(20);

    private static final long NOTHING = -1;

    private final ServerSession session;
    private final long reader;
    private long taken = NOTHING;

    /// The last of those that are done with, and since when there are any.
    private long done = NOTHING;

    private long doneSince;

    /// @param reader the number of the session's consumer
    Acknowledgements(ServerSession session, long reader) {
        this.session = session;
        this.reader = reader;
    }

    void took(long message) {
        taken = message;
    }

    /// What was taken is done with, and part of no transaction.
    void done() {
        if (done == NOTHING) {
            doneSince = System.nanoTime();
        }
        done = taken;
        taken = NOTHING;
    }

    /// How long what is done with may still wait; null where nothing does.
    Duration lagLeft() {
        return done == NOTHING ? null : LAG.minusNanos(System.nanoTime() - doneSince);
    }

    /// Acknowledges what is done with, in a transaction of its own, which has to be the only one.
    void catchUp() throws Exception {
        if (done != NOTHING) {
            session.acknowledge(reader, done);
            done = NOTHING;
            session.commit();
        }
    }

    /// Acknowledges all that was taken in the transaction that goes on; what was done with before
    /// is among it.
    void join() throws Exception {
        if (taken != NOTHING) {
            session.acknowledge(reader, taken);
            taken = NOTHING;
            done = NOTHING;
        }
    }
}
