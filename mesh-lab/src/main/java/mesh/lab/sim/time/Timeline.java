package mesh.lab.sim.time;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.PriorityQueue;

/// Virtual time: what is to happen, in order. Nothing takes time but waiting. All times are
/// microseconds since the run began; of two things at one time the one that was planned first
/// happens first.
public final class Timeline {
    public static final long MILLI = 1_000;
    public static final long SECOND = 1_000_000;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private record Planned(long at, long order, Runnable what) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Planned> planned = new PriorityQueue<>();
    private long now;
    private long planted;
    private long happened;

    public long now() {
        return now;
    }

    /// How many things have happened.
    public long happened() {
        return happened;
    }

    public Instant instant() {
        return instant(now);
    }

    private static Instant instant(long micros) {
        return BEGIN.plus(micros, ChronoUnit.MICROS);
    }

    /// A clock that is off by so many microseconds.
    public InstantSource clock(long off) {
        return () -> instant(now + off);
    }

    public void after(long micros, Runnable what) {
        planned.add(new Planned(now + Math.max(0, micros), planted++, what));
    }

    /// Lets the next thing happen.
    ///
    /// @return whether there was one
    public boolean step() {
        Planned next = planned.poll();
        if (next == null) {
            return false;
        }
        now = next.at();
        happened++;
        next.what().run();
        return true;
    }
}
