package mesh.lab.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import mesh.lab.sim.time.Timeline;

/// What happened in a run, as one rolling hash of all of it and, where it is told to keep them, the
/// last lines in words.
public final class Trace {
    private final int most;
    private final Deque<String> lines = new ArrayDeque<>();
    private Timeline timeline;
    private long hash = 0xCBF2_9CE4_8422_2325L;

    /// @param most how many lines are kept; 0 for none
    public Trace(int most) {
        this.most = most;
    }

    void begin(Timeline with) {
        timeline = with;
    }

    /// Something happened. The parts' texts count, so what has no order of its own must not be
    /// among them.
    public void add(String kind, Object... parts) {
        mix(timeline.now());
        mix(kind.hashCode());
        for (Object part : parts) {
            mix(
                    part instanceof Long || part instanceof Integer || part instanceof String
                            ? part.hashCode()
                            : part == null ? 0 : part.toString().hashCode());
        }
        if (most > 0) {
            keep(kind, parts);
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x0000_0100_0000_01B3L;
        hash ^= hash >>> 29;
    }

    private void keep(String kind, Object... parts) {
        var line = new StringBuilder();
        line.append(
                String.format(
                        Locale.ROOT,
                        "%10.4f %-9s",
                        timeline.now() / (double) Timeline.SECOND,
                        kind));
        for (Object part : parts) {
            line.append(' ').append(part);
        }
        lines.add(line.toString());
        if (lines.size() > most) {
            lines.poll();
        }
    }

    /// A number for the whole run: equal runs have equal ones.
    public long hash() {
        return hash;
    }

    public List<String> lines() {
        return new ArrayList<>(lines);
    }
}
