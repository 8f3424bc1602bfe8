package mesh.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/// What a census has counted.
///
/// @param unparsable modules that are no Python of this version
/// @param longest null where there is no function
record Totals(
        long modules, long unparsable, long lines, long functions, long classes, Longest longest) {
    static final Totals NOTHING = new Totals(0, 0, 0, 0, 0, null);

    /// The longest function; of equals the one whose name comes first.
    record Longest(long lines, String name) {
        static final Comparator<Longest> FIRST =
                Comparator.comparingLong(Longest::lines).reversed().thenComparing(Longest::name);
    }

    /// Reads what the program printed.
    static Totals of(JsonNode counted) {
        JsonNode longest = counted.path("longest");
        return new Totals(
                counted.path("modules").asLong(),
                counted.path("unparsable").asLong(),
                counted.path("lines").asLong(),
                counted.path("functions").asLong(),
                counted.path("classes").asLong(),
                longest.isObject()
                        ? new Longest(longest.path("lines").asLong(), longest.path("name").asText())
                        : null);
    }

    Totals plus(Totals other) {
        return new Totals(
                modules + other.modules,
                unparsable + other.unparsable,
                lines + other.lines,
                functions + other.functions,
                classes + other.classes,
                Stream.of(longest, other.longest)
                        .filter(Objects::nonNull)
                        .min(Longest.FIRST)
                        .orElse(null));
    }

    String text() {
        return "%,d modules, %,d lines, %,d functions, %,d classes; the longest function is %s"
                .formatted(
                        modules,
                        lines,
                        functions,
                        classes,
                        longest == null
                                ? "none"
                                : "%s with %,d lines".formatted(longest.name(), longest.lines()));
    }
}
