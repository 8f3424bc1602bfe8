package mesh.protocol.needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionBoundsTest {
    private static final Capabilities NODE =
            Capabilities.parse(List.of("fast", "gpu=2", "os=linux", "text=" + "a".repeat(256)));

    private static Needs selector(String text) {
        return Needs.of(TextNode.valueOf(text));
    }

    private static void assertRefused(String text, int character, String rule) {
        assertThatThrownBy(() -> selector(text))
                .as(text.length() > 100 ? text.substring(0, 100) : text)
                .isInstanceOf(NeedsException.class)
                .hasMessageContaining("at character " + character + ":")
                .hasMessageContaining(rule);
    }

    private static String repeated(int times, String text, String between) {
        return String.join(between, Collections.nCopies(times, text));
    }

    @Test
    void a_selector_has_4096_characters_at_most() {
        String longest = "fast OR region = '" + "x".repeat(4_096 - 19) + "'";
        assertThat(selector(longest).satisfiedBy(NODE)).isTrue();
        assertThatThrownBy(() -> selector(longest + " "))
                .hasMessageContaining("at most 4096 characters, was 4097");
    }

    @Test
    void it_nests_16_deep_at_most() {
        assertThat(selector("(".repeat(16) + "fast" + ")".repeat(16)).satisfiedBy(NODE)).isTrue();
        assertThat(selector("NOT ".repeat(16) + "fast").satisfiedBy(NODE)).isTrue();
        assertThat(selector("NOT (".repeat(8) + "fast" + ")".repeat(8)).satisfiedBy(NODE)).isTrue();
        assertThat(selector("- ".repeat(16) + "gpu = 2").satisfiedBy(NODE)).isTrue();
        assertThat(selector("+ ".repeat(16) + "gpu = 2").satisfiedBy(NODE)).isTrue();
        String rule = "more than 16 parentheses, NOTs and signs deep";
        assertRefused("(".repeat(17) + "fast" + ")".repeat(17), 17, rule);
        assertRefused("NOT ".repeat(17) + "fast", 16 * 4 + 1, rule);
        assertRefused("NOT (".repeat(9) + "fast" + ")".repeat(9), 8 * 5 + 1, rule);
        assertRefused("- ".repeat(17) + "gpu = 2", 16 * 2 + 1, rule);
        assertRefused("+ ".repeat(17) + "gpu = 2", 16 * 2 + 1, rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "NOT ", "- ", "NOT(", "-(", "1+", "1 = (", "a IN (", "a AND NOT "})
    void what_is_deeper_than_any_stack_is_a_plain_refusal(String open) {
        String deep = open.repeat(4_096 / open.length());
        assertThatThrownBy(() -> selector(deep)).isInstanceOf(NeedsException.class);
        assertThatThrownBy(() -> Filter.parse(open.repeat(1_000_000 / open.length())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void it_has_64_clauses_at_most() {
        assertThat(selector(repeated(64, "fast", " AND ")).satisfiedBy(NODE)).isTrue();
        assertRefused(repeated(65, "fast", " AND "), 64 * 9 + 1, "64 clauses");
        assertRefused(repeated(65, "gpu = 2", " OR "), 64 * 11 + 5, "64 clauses");
        assertThat(selector("gpu IN (" + repeated(64, "2", ",") + ")").satisfiedBy(NODE)).isTrue();
        assertRefused("gpu IN (" + repeated(65, "2", ",") + ")", 9 + 64 * 2, "64 clauses");
        assertThat(selector(repeated(64, "1", "+") + " = 64").satisfiedBy(NODE)).isTrue();
        assertRefused(repeated(66, "1", "+") + " = 66", 65 * 2, "64 clauses");
    }

    @Test
    void it_has_8_patterns_of_256_characters_at_most() {
        String like = "os LIKE '%x'";
        assertThat(selector(repeated(8, like, " OR ")).satisfiedBy(NODE)).isTrue();
        assertRefused(repeated(9, like, " OR "), 8 * 16 + 4, "more than 8 LIKEs");
        assertThat(selector("text LIKE '" + "a".repeat(256) + "'").satisfiedBy(NODE)).isTrue();
        assertRefused("text LIKE '" + "a".repeat(257) + "'", 11, "at most 256 characters, was 257");
        assertRefused("os LIKE '" + "%".repeat(4_000) + "'", 9, "at most 256 characters, was 4000");
    }

    @Test
    void a_list_or_map_is_bounded_as_a_whole() {
        var json = JsonNodeFactory.instance;
        List<String> names =
                IntStream.range(0, 64)
                        .mapToObj(i -> "%064d".formatted(i).replace('0', 'n'))
                        .toList();
        var flags = json.arrayNode();
        names.forEach(flags::add);
        assertThat(Needs.of(flags).satisfiedBy(NODE)).isFalse();
        assertRefusedWhole(flags.deepCopy().add("fast"), "at most 64 conditions, was 65");

        var map = json.objectNode();
        IntStream.range(0, 32).forEach(i -> map.putArray("c" + i).add("a").add("b"));
        assertThat(Needs.of(map).satisfiedBy(NODE)).isFalse();
        assertRefusedWhole(map.deepCopy().put("fast", true), "at most 64 clauses");

        var texts = json.objectNode();
        IntStream.range(0, 4).forEach(i -> texts.put("c" + i, "x".repeat(1_000)));
        assertThat(Needs.of(texts).satisfiedBy(NODE)).isFalse();
        assertRefusedWhole(texts.deepCopy().put("d", "x".repeat(1_000)), "at most 4096 characters");

        assertRefusedWhole(
                json.objectNode().put("c", "1" + " ".repeat(4_095)), "at most 4096 characters");

        var many = json.objectNode();
        IntStream.range(0, 65).forEach(many.putArray("c")::add);
        assertThatThrownBy(() -> Needs.of(many)).hasMessageContaining("at most 64 values, was 65");
        assertThatThrownBy(() -> Needs.of(json.objectNode().put("c", "1.".repeat(500_000) + "1")))
                .hasMessageContaining("at most 4096 characters, was 1000002");
    }

    private static void assertRefusedWhole(JsonNode needs, String rule) {
        assertThatThrownBy(() -> Needs.of(needs))
                .isInstanceOfSatisfying(
                        NeedsException.class, wrong -> assertThat(wrong.field()).isEqualTo("needs"))
                .hasMessageContaining(rule);
    }

    /// Each of these ran for longer than the universe has, or overflowed the stack, where a pattern
    /// was a regular expression.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' LIKE"
                        + " '%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b'",
                "text LIKE '%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b'",
                "text LIKE '%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%b'"
            })
    void a_pattern_costs_no_more_than_its_length_times_that_of_the_text(String text) {
        assertThat(selector(text).satisfiedBy(NODE)).isFalse();
        assertThat(selector("NOT (" + text + ")").satisfiedBy(NODE)).isTrue();
    }

    @Test
    void a_pattern_of_wildcards_alone_costs_nothing() {
        assertThat(selector("os LIKE '" + "%".repeat(200) + "y'").satisfiedBy(NODE)).isFalse();
        assertThat(selector("os LIKE '" + "%".repeat(200) + "x'").satisfiedBy(NODE)).isTrue();
    }

    @Test
    void whatever_is_written_is_read_or_refused() {
        long seed = Long.getLong("mesh.seed", 1);
        var random = new Random(seed);
        List<String> words =
                List.of(
                        "(",
                        ")",
                        "AND",
                        "OR",
                        "NOT",
                        "gpu",
                        "os",
                        "1",
                        "2.5",
                        "1e400",
                        "0x1F",
                        "010",
                        "99999999999999999999",
                        "'a'",
                        "'99PB'",
                        "'99999999PB'",
                        "=",
                        "<>",
                        "<",
                        ">=",
                        "IN",
                        "LIKE",
                        "ESCAPE",
                        "'!'",
                        "BETWEEN",
                        "IS",
                        "NULL",
                        "TRUE",
                        "+",
                        "-",
                        "*",
                        "/",
                        "%",
                        ",",
                        "XPATH",
                        "'",
                        "\"",
                        "ä",
                        "$x",
                        ".5",
                        "--",
                        "/*",
                        "\uD83D");
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            String text =
                    random.ints(1 + random.nextInt(9), 0, words.size())
                            .mapToObj(words::get)
                            .collect(Collectors.joining(" "));
            try {
                Needs needs = selector(text);
                needs.satisfiedBy(NODE);
                assertThat(needs.unsatisfied(NODE)).as(text).hasSizeLessThanOrEqualTo(9);
                needs.lowerBounds();
                read++;
            } catch (NeedsException refused) {
                assertThat(refused).hasMessageMatching("(?s)at character \\d+: .+");
            } catch (RuntimeException | StackOverflowError wrong) {
                throw new AssertionError("seed %d: %s".formatted(seed, text), wrong);
            }
        }
        assertThat(read).as("seed %d", seed).isPositive();
    }

    @Test
    void the_filter_of_a_node_with_all_that_it_may_have_is_within_the_bounds_of_filters() {
        Map<String, String> most =
                IntStream.range(0, Capabilities.MOST)
                        .boxed()
                        .collect(
                                Collectors.toMap(
                                        i -> "%064d".formatted(i).replace('0', 'n'),
                                        i -> "3.11." + i));
        String text =
                new Capabilities(most)
                        .upperBounds().entrySet().stream()
                                .map(
                                        b ->
                                                "(%s IS NULL OR %1$s <= %d)"
                                                        .formatted(b.getKey(), b.getValue()))
                                .collect(Collectors.joining(" AND "));
        assertThat(Filter.parse(text).matches(Map.of())).isTrue();
    }
}
