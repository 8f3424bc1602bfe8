package mesh.core.engine;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Supplier;

/// The lanes of which there are open jobs, wherever these are, and some of which there were lately,
/// so that a lone job of a common kind finds its window open.
final class Lines {
    /// How many lanes without a job are remembered.
    private static final int MOST_IDLE = 1_000;

    private final Map<Lane, Line> all = new HashMap<>();
    private final SequencedSet<Lane> idle = new LinkedHashSet<>();

    /// A job of this lane is open.
    Line enter(Lane lane, Supplier<Window> window) {
        Line line = all.computeIfAbsent(lane, key -> new Line(key, window.get()));
        if (line.open++ == 0) {
            idle.remove(line.lane);
        }
        return line;
    }

    /// A job of this lane has ended.
    void exit(Line line) {
        if (--line.open > 0) {
            return;
        }
        if (line.window.isProven()) {
            idle.addLast(line.lane);
            if (idle.size() > MOST_IDLE) {
                all.remove(idle.removeFirst());
            }
        } else {
            all.remove(line.lane);
        }
    }

    /// How many there are with open jobs.
    int inUse() {
        return all.size() - idle.size();
    }

    /// Whether there are, or lately were, jobs of this lane.
    boolean knows(Lane lane) {
        return all.containsKey(lane);
    }
}
