package mesh.lab.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Ratio;

/// A figure as it was found, over all repetitions.
///
/// @param part which measured it; `ratio` where it follows from others
/// @param values by repetition; one in which it is void is missing
public record Figure(
        String part,
        String name,
        String text,
        String unit,
        Better better,
        double median,
        double min,
        double max,
        SortedMap<Integer, Double> values) {
    public static final String RATIO = "ratio";

    private static final int WHOLE_FROM = 100;
    private static final int TENTHS_FROM = 10;

    /// @param values at least one
    public static Figure of(String part, Measure measure, SortedMap<Integer, Double> values) {
        List<Double> sorted = values.values().stream().sorted().toList();
        return new Figure(
                part,
                measure.name(),
                measure.text(),
                measure.unit(),
                measure.better(),
                median(sorted),
                sorted.getFirst(),
                sorted.getLast(),
                new TreeMap<>(values));
    }

    /// A ratio is taken within each repetition in which both figures have a value.
    ///
    /// @return empty where there is none
    public static Optional<Figure> of(Ratio ratio, List<Figure> figures) {
        Optional<Figure> of = named(figures, ratio.of());
        Optional<Figure> by = named(figures, ratio.by());
        if (of.isEmpty() || by.isEmpty()) {
            return Optional.empty();
        }
        var values = new TreeMap<Integer, Double>();
        of.get()
                .values()
                .forEach(
                        (repetition, value) -> {
                            Double divisor = by.get().values().get(repetition);
                            if (divisor != null && divisor != 0) {
                                values.put(repetition, value / divisor);
                            }
                        });
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        of(
                                RATIO,
                                new Measure(ratio.name(), ratio.text(), "", of.get().better()),
                                values));
    }

    public static Optional<Figure> named(List<Figure> figures, String name) {
        return figures.stream().filter(figure -> figure.name().equals(name)).findFirst();
    }

    /// The middle one, or the mean of the two in the middle.
    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /// With as many digits as a person wants to see.
    public static String text(double value) {
        double size = Math.abs(value);
        boolean whole = value == Math.rint(value);
        String digits =
                whole || size >= WHOLE_FROM ? "%,.0f" : size >= TENTHS_FROM ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, digits, value);
    }
}
