package mesh.artemis.selector;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Conditions over capabilities in two forms: as a client writes them, and as the broker's library
/// understands the same. The library orders numbers alone; so a size is its bytes to it, and a
/// version its place in a list in order. Names mean one kind of value each, for where kinds meet,
/// the two differ on purpose; a name stands on the left, for so the library takes a comparison with
/// nothing for unknown.
final class RandomConditions {
    private static final List<String> VERSIONS =
            List.of(
                    "0.9",
                    "2.7",
                    "3",
                    "3.9",
                    "3.10",
                    "3.10.1",
                    "3.11",
                    "2024.9999.5",
                    "2024.10115.3",
                    "2024.10116.1",
                    "2024.1234567890",
                    "20240101123456.1");
    private static final List<String> SIZES = List.of("100", "1KB", "1KiB", "2MB", "8GiB", "9GB");
    private static final Map<String, Long> BYTES =
            Map.of(
                    "100",
                    100L,
                    "1KB",
                    1_000L,
                    "1KiB",
                    1_024L,
                    "2MB",
                    2_000_000L,
                    "8GiB",
                    8L << 30,
                    "9GB",
                    9_000_000_000L);
    private static final List<String> TEXTS =
            List.of("eu", "us", "eu-west", "it's", "a.b", "RTX 4090", "ä€", "😀x");
    private static final List<String> PATTERNS =
            List.of("eu%", "%s", "_u", "%e%-%t", "it's", "a._", "%4%9%", "_x", "%", "", "e!_%");
    private static final List<String> NUMBERS = List.of("1", "2", "3", "7", "40", "-2");
    private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");

    /// @param needs as a client writes it
    /// @param library the same for the library
    record Pair(String needs, String library) {
        private Pair(String both) {
            this(both, both);
        }

        private Pair join(String word, Pair other) {
            return new Pair(
                    needs + " " + word + " " + other.needs,
                    library + " " + word + " " + other.library);
        }

        private Pair within(String before, String after) {
            return new Pair(before + needs + after, before + library + after);
        }
    }

    /// The same capabilities as a node gives them, and as the library's properties.
    record Node(Map<String, String> capabilities, Map<String, Object> properties) {}

    private final RandomGenerator random;

    RandomConditions(RandomGenerator random) {
        this.random = random;
    }

    Node node() {
        var node = new Node(new HashMap<>(), new HashMap<>());
        for (int i = 0; i < 3; i++) {
            String version = pick(VERSIONS);
            String size = pick(SIZES);
            String text = pick(TEXTS);
            String number = pick(NUMBERS);
            boolean truth = random.nextBoolean();
            put(node, "v" + i, version, (long) VERSIONS.indexOf(version));
            put(node, "s" + i, size, BYTES.get(size));
            put(node, "t" + i, text, text);
            put(node, "n" + i, number, Long.valueOf(number));
            put(node, "b" + i, Boolean.toString(truth), truth);
        }
        return node;
    }

    private void put(Node node, String name, String text, Object value) {
        if (random.nextInt(4) > 0) {
            node.capabilities().put(name, text);
            node.properties().put(name, value);
        }
    }

    Pair condition(int depth) {
        return switch (random.nextInt(depth > 0 ? 15 : 9)) {
            case 0 -> new Pair(name("b"));
            case 1 -> version(name("v") + " " + pick(COMPARISONS) + " ", "");
            case 2 -> size(name("s") + " " + pick(COMPARISONS) + " ");
            case 3 -> new Pair(name("t") + pick(List.of(" = ", " <> ")) + quoted(pick(TEXTS)));
            case 4 -> new Pair(name("t") + " " + not() + "IN (" + list() + ")");
            case 5 ->
                    new Pair(
                            name("t")
                                    + " "
                                    + not()
                                    + "LIKE "
                                    + quoted(pick(PATTERNS))
                                    + pick(List.of("", " ESCAPE '!'")));
            case 6 ->
                    version(name("v") + " " + not() + "BETWEEN ", " AND ")
                            .join("", version("", ""));
            case 7 -> new Pair(name(pick(List.of("v", "t", "n"))) + " IS " + not() + "NULL");
            case 8 -> new Pair(sum(2) + " " + pick(COMPARISONS) + " " + pick(NUMBERS));
            case 9, 10, 11 -> condition(depth - 1).join("AND", condition(depth - 1));
            case 12 -> condition(depth - 1).join("OR", condition(depth - 1)).within("(", ")");
            case 13 -> condition(depth - 1).within("(", ")");
            default -> condition(depth - 1).within("NOT (", ")");
        };
    }

    private Pair version(String before, String after) {
        String version = pick(VERSIONS);
        String written = random.nextBoolean() ? quoted(version) : version;
        return new Pair(before + written + after, before + VERSIONS.indexOf(version) + after);
    }

    private Pair size(String before) {
        String size = pick(SIZES);
        return new Pair(
                before + (random.nextBoolean() ? quoted(size) : size), before + BYTES.get(size));
    }

    private String sum(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 2)) {
            case 0, 1 -> name("n");
            case 2 -> sum(depth - 1) + " + " + pick(NUMBERS);
            case 3 -> sum(depth - 1) + " * " + pick(List.of("2", "1.5", name("n")));
            case 4 -> sum(depth - 1) + " / " + pick(List.of("2", "4", name("n")));
            default -> "- " + name("n") + " - " + sum(depth - 1);
        };
    }

    private String list() {
        return random.ints(1 + random.nextInt(6), 0, TEXTS.size())
                .mapToObj(i -> quoted(TEXTS.get(i)))
                .collect(Collectors.joining(", "));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private String name(String kind) {
        return kind + random.nextInt(3);
    }

    private String not() {
        return random.nextBoolean() ? "NOT " : "";
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
