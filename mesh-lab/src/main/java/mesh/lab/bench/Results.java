package mesh.lab.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Ratio;
import mesh.lab.bench.plan.Scale;
import mesh.lab.bench.report.Figure;
import mesh.lab.bench.report.Loads;

/// What was found so far. Safe for use by many threads: a report may be asked for at any moment.
final class Results {
    private final Onlooker onlooker;
    private final Map<String, SortedMap<Integer, Double>> values = new LinkedHashMap<>();
    private final Map<String, Measure> measures = new LinkedHashMap<>();
    private final Map<String, String> parts = new LinkedHashMap<>();
    private final List<Ratio> ratios = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Loads> loads = new ArrayList<>();

    Results(List<Part> all, Scale scale, Onlooker onlooker) {
        this.onlooker = onlooker;
        for (Part part : all) {
            for (Measure measure : part.measures(scale)) {
                measures.put(measure.name(), measure);
                parts.put(measure.name(), part.name());
            }
            ratios.addAll(part.ratios());
        }
    }

    synchronized void put(String name, int repetition, double value) {
        Measure measure = measures.get(name);
        if (measure == null) {
            throw new IllegalArgumentException("no part has a measure " + name);
        }
        values.computeIfAbsent(name, _ -> new TreeMap<>()).put(repetition, value);
        onlooker.said("  %s = %s %s".formatted(name, Figure.text(value), measure.unit()));
    }

    synchronized OptionalDouble value(String name, int repetition) {
        Double value = values.getOrDefault(name, new TreeMap<>()).get(repetition);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    synchronized void fail(String what) {
        failures.add(what);
        onlooker.said("  " + what);
    }

    /// Something to be read beside the figures.
    synchronized void note(String line) {
        notes.add(line);
        onlooker.said("  " + line);
    }

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    synchronized void load(Loads load) {
        loads.add(load);
    }

    void say(String line) {
        onlooker.said("  " + line);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    synchronized List<Loads> loads() {
        return List.copyOf(loads);
    }

    /// Every figure that has a value, the ratios last.
    synchronized List<Figure> figures() {
        var figures = new ArrayList<Figure>();
        measures.forEach(
                (name, measure) -> {
                    if (values.containsKey(name)) {
                        figures.add(Figure.of(parts.get(name), measure, values.get(name)));
                    }
                });
        ratios.forEach(ratio -> Figure.of(ratio, figures).ifPresent(figures::add));
        return List.copyOf(figures);
    }
}
