package mesh.lab.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.lab.bench.plan.Better;
import mesh.protocol.json.MeshJson;

/// What changed since an earlier run.
public final class Comparison {

    /// One figure in both runs.
    ///
    /// @param before the median of the earlier run
    /// @param percent by how much it changed; not a number where it was 0
    /// @param spread how the change compares with what repetitions differ by anyway
    public record Change(
            String name,
            String unit,
            Better better,
            double before,
            double after,
            double percent,
            Spread spread) {

        public String verdict() {
            return switch (spread) {
                case UNKNOWN -> "one repetition: may be chance";
                case WITHIN -> "within the spread";
                case BEYOND -> beyond();
            };
        }

        private String beyond() {
            return switch (better) {
                case MORE -> after > before ? "better" : "worse";
                case LESS -> after < before ? "better" : "worse";
                case NEITHER -> "changed";
            };
        }

        public String percentText() {
            return Double.isNaN(percent) ? "" : "%+.1f %%".formatted(percent);
        }
    }

    /// A change beside the spread of both runs.
    public enum Spread {
        /// One of them had a single repetition.
        UNKNOWN,
        /// Some repetition of the one lies within what those of the other span.
        WITHIN,
        /// None does.
        BEYOND
    }

    private static final double PERCENT = 100;

    private final JsonNode before;

    private Comparison(JsonNode before) {
        this.before = before;
    }

    /// @param json an earlier {@link BenchReport} as it was written
    /// @throws IllegalArgumentException where it is something else
    public static Comparison with(String json) {
        try {
            JsonNode tree = MeshJson.MAPPER.readTree(json);
            if (!tree.path("format").asText().equals(BenchReport.FORMAT)) {
                throw new IllegalArgumentException(
                        "it is no report of a benchmark: its `format` is not "
                                + BenchReport.FORMAT);
            }
            return new Comparison(tree);
        } catch (JsonProcessingException noJson) {
            throw new IllegalArgumentException(
                    "it is no JSON: " + noJson.getOriginalMessage(), noJson);
        }
    }

    /// When the earlier run was, and where.
    public String earlier() {
        return "%s, %s"
                .formatted(
                        before.path("at").asText(), before.path("machine").path("system").asText());
    }

    /// Every figure that both have.
    public List<Change> of(List<Figure> after) {
        var changes = new ArrayList<Change>();
        for (Figure figure : after) {
            earlier(figure.name()).ifPresent(node -> changes.add(change(node, figure)));
        }
        return changes;
    }

    private Optional<JsonNode> earlier(String name) {
        for (JsonNode figure : before.path("figures")) {
            if (figure.path("name").asText().equals(name)) {
                return Optional.of(figure);
            }
        }
        return Optional.empty();
    }

    private static Change change(JsonNode before, Figure after) {
        double median = before.path("median").asDouble();
        return new Change(
                after.name(),
                after.unit(),
                after.better(),
                median,
                after.median(),
                median == 0 ? Double.NaN : (after.median() - median) / median * PERCENT,
                spread(before, after));
    }

    private static Spread spread(JsonNode before, Figure after) {
        if (before.path("values").size() < 2 || after.values().size() < 2) {
            return Spread.UNKNOWN;
        }
        return before.path("min").asDouble() > after.max()
                        || before.path("max").asDouble() < after.min()
                ? Spread.BEYOND
                : Spread.WITHIN;
    }
}
