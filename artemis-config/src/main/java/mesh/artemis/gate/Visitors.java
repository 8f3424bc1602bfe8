package mesh.artemis.gate;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/// Who is connected, and who of them is a stranger: one who has not logged in. There is room for so
/// many of each. Where there is no more, the stranger who has been there longest has to go: whoever
/// has a password needs a moment to say it, so strangers never keep a party of the mesh out.
///
/// @param <V> told from each other by identity or whatever their `equals` says
final class Visitors<V> {
    private final int most;
    private final int mostStrangers;
    private final Predicate<V> knownByNow;
    private final Set<V> strangers = new LinkedHashSet<>();
    private int all;

    /// @param most connections at once
    /// @param mostStrangers of those
    /// @param knownByNow whether someone who came as a stranger has logged in since
    Visitors(int most, int mostStrangers, Predicate<V> knownByNow) {
        this.most = most;
        this.mostStrangers = mostStrangers;
        this.knownByNow = knownByNow;
    }

    /// Somebody came, as a stranger.
    ///
    /// @return who has to go for it, maybe the newcomer; null where there is room
    synchronized V came(V newcomer) {
        all++;
        strangers.add(newcomer);
        if (!isFull()) {
            return null;
        }
        strangers.removeIf(knownByNow);
        Iterator<V> longest = strangers.iterator();
        if (!isFull() || !longest.hasNext()) {
            return null;
        }
        V goes = longest.next();
        longest.remove();
        return goes;
    }

    private boolean isFull() {
        return strangers.size() > mostStrangers || all > most;
    }

    /// He has logged in.
    synchronized void known(V visitor) {
        strangers.remove(visitor);
    }

    /// His connection is closed.
    synchronized void left(V visitor) {
        strangers.remove(visitor);
        all--;
    }

    synchronized int strangers() {
        return strangers.size();
    }

    synchronized int all() {
        return all;
    }
}
