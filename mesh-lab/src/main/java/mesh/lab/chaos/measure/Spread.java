package mesh.lab.chaos.measure;

import java.util.List;
import org.HdrHistogram.Histogram;

/// How some durations are spread, in milliseconds.
///
/// @param count how many; where none, the rest is 0
public record Spread(long count, long p50, long p99, long max) {
    public static final Spread NONE = new Spread(0, 0, 0, 0);

    private static final int MEDIAN = 50;
    private static final int NEARLY_ALL = 99;

    /// By the nearest rank.
    public static Spread of(List<Long> millis) {
        if (millis.isEmpty()) {
            return NONE;
        }
        List<Long> sorted = millis.stream().sorted().toList();
        return new Spread(
                sorted.size(), rank(sorted, MEDIAN), rank(sorted, NEARLY_ALL), sorted.getLast());
    }

    public static Spread of(Histogram millis) {
        return millis.getTotalCount() == 0
                ? NONE
                : new Spread(
                        millis.getTotalCount(),
                        millis.getValueAtPercentile(MEDIAN),
                        millis.getValueAtPercentile(NEARLY_ALL),
                        millis.getMaxValue());
    }

    private static long rank(List<Long> sorted, int percent) {
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }
}
