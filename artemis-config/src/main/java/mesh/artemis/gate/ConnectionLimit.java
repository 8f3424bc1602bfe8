package mesh.artemis.gate;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/// Counts connections, and among them strangers: those that have not logged in. There is room for
/// so many of each. Where there is no more, the oldest stranger is ended: whoever has a password
/// needs a moment to log in. Strangers delay a party of the mesh only where more of them come in
/// that moment than there is room for; it tries again then.
///
/// @param <C> a connection, told from others by identity or whatever its `equals` says
final class ConnectionLimit<C> {
    private final int most;
    private final int mostStrangers;
    private final Predicate<C> loggedInByNow;
    private final Set<C> strangers = new LinkedHashSet<>();
    private int all;

    /// @param most connections at once
    /// @param mostStrangers of those
    /// @param loggedInByNow whether a connection that came as a stranger has logged in since
    ConnectionLimit(int most, int mostStrangers, Predicate<C> loggedInByNow) {
        this.most = most;
        this.mostStrangers = mostStrangers;
        this.loggedInByNow = loggedInByNow;
    }

    /// A connection was opened, by a stranger.
    ///
    /// @return which one has to be ended for it, maybe the newcomer; null where there is room
    synchronized C opened(C newcomer) {
        all++;
        strangers.add(newcomer);
        if (!isFull()) {
            return null;
        }
        strangers.removeIf(loggedInByNow);
        Iterator<C> candidates = strangers.iterator();
        if (!isFull() || !candidates.hasNext()) {
            return null;
        }
        C oldest = candidates.next();
        candidates.remove();
        return oldest;
    }

    private boolean isFull() {
        return strangers.size() > mostStrangers || all > most;
    }

    /// It has logged in.
    synchronized void loggedIn(C connection) {
        strangers.remove(connection);
    }

    /// It is closed.
    synchronized void closed(C connection) {
        strangers.remove(connection);
        all--;
    }

    synchronized int strangers() {
        return strangers.size();
    }

    synchronized int all() {
        return all;
    }
}
