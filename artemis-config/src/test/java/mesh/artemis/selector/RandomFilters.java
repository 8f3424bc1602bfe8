package mesh.artemis.selector;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Filters over properties of any type, sensible or not, and properties for them.
final class RandomFilters {
    private static final List<String> NAMES = List.of("a", "b", "c", "d_1", "$e", "missing");
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "3",
                    "-1",
                    "+2",
                    "2L",
                    "2147483648",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "9223372036854775808",
                    "18446744073709551616",
                    "0x1F",
                    "010",
                    "1.5",
                    ".5",
                    "2.",
                    "1e2",
                    "2E-1",
                    "1e99999999999",
                    "0.0");
    private static final List<String> TEXTS =
            List.of("''", "'a'", "'ab'", "'ba'", "'1'", "'it''s'", "'true'", "'a.b'", "'ä'");
    private static final List<String> PATTERNS =
            List.of(
                    "'%'",
                    "'a%'", "'%b'", "'_'", "'a_'", "'%a%b%'", "'!%'", "'a!_%'", "'!!'", "''",
                    "'.%'", "'a.b'", "'%\\_'", "'(a)'", "'ä'");
    private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");
    private static final List<Object> VALUES =
            List.of(
                    (byte) 1,
                    (byte) 2,
                    (short) 1,
                    (short) 3,
                    0,
                    1,
                    2,
                    31,
                    -1,
                    Integer.MAX_VALUE,
                    0L,
                    1L,
                    2L,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE,
                    1.5f,
                    2f,
                    0.5,
                    2.0,
                    -0.0,
                    Double.NaN,
                    100.0,
                    true,
                    false,
                    "",
                    "a",
                    "ab",
                    "ba",
                    "1",
                    "true",
                    "it's",
                    "a.b",
                    "ä",
                    "%",
                    "a_b");

    private final RandomGenerator random;

    RandomFilters(RandomGenerator random) {
        this.random = random;
    }

    Map<String, Object> properties() {
        var properties = new HashMap<String, Object>();
        for (String name : NAMES) {
            if (!name.equals("missing") && random.nextInt(5) > 0) {
                properties.put(name, pick(VALUES));
            }
        }
        return properties;
    }

    String filter(int depth) {
        return switch (random.nextInt(depth > 0 ? 16 : 8)) {
            case 0, 1, 2 -> value(depth) + " " + pick(COMPARISONS) + " " + value(depth);
            case 3 -> pick(NAMES) + " IS " + not() + "NULL";
            case 4 -> pick(NAMES) + " " + not() + "IN (" + pick(TEXTS) + ", " + pick(TEXTS) + ")";
            case 5 -> value(depth) + " " + not() + "LIKE " + pick(PATTERNS) + escape();
            case 6 ->
                    value(depth) + " " + not() + "BETWEEN " + value(depth) + " AND " + value(depth);
            case 7 -> random.nextInt(4) > 0 ? pick(NAMES) : pick(List.of("TRUE", "false", "NULL"));
            case 8, 9 -> filter(depth - 1) + " AND " + filter(depth - 1);
            case 10, 11 -> filter(depth - 1) + " or " + filter(depth - 1);
            case 12, 13 -> "(" + filter(depth - 1) + ")";
            case 14 -> "NOT " + filter(depth - 1);
            default -> "(" + filter(depth - 1) + ") " + pick(COMPARISONS) + " " + value(depth);
        };
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 8)) {
            case 0, 1, 2, 3 -> pick(NAMES);
            case 4, 5 -> pick(NUMBERS);
            case 6 -> pick(TEXTS);
            case 7 -> random.nextInt(4) > 0 ? pick(NUMBERS) : "TRUE";
            case 8 -> "- " + value(depth - 1);
            case 9 -> "(" + value(depth - 1) + ")";
            default ->
                    value(depth - 1)
                            + " "
                            + pick(List.of("+", "-", "*", "/", "%"))
                            + " "
                            + value(depth - 1);
        };
    }

    private String not() {
        return random.nextBoolean() ? "NOT " : "";
    }

    private String escape() {
        return random.nextInt(3) == 0 ? " ESCAPE '!'" : "";
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
