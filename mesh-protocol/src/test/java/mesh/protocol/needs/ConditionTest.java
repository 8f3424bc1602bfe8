package mesh.protocol.needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Capabilities NODE =
            Capabilities.parse(
                    List.of(
                            "region=eu",
                            "gpu=2",
                            "cold=-5",
                            "python=3.11",
                            "newer=3.12.1",
                            "fast",
                            "memory=8GiB",
                            "most=9223372036854775807",
                            "build=20240101123456",
                            "path=a_b%c"));

    private static boolean holds(String selector) {
        return Needs.of(TextNode.valueOf(selector)).satisfiedBy(NODE);
    }

    /// Unlike are: numbers (with sizes and versions), truths, texts.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "region = 2",
                "region = 2.5",
                "region = TRUE",
                "region <> 'true'",
                "gpu <> 'a'",
                "gpu <> TRUE",
                "python <> 'a'",
                "python <> FALSE",
                "fast <> 1",
                "fast <> 'yes'",
                "fast <> 1.0",
                "region IN (2)",
                "region IN (2, 3.1)",
                "gpu IN ('a')",
                "region <> gpu",
                "gpu <> fast",
                "python = region",
                "region < gpu",
                "region < path",
                "fast <= fast",
                "region >= 3",
                "cold <> 3.11",
                "region + 1 <> 2",
                "python + 1 <> 2",
                "gpu + 1 <> region",
                "gpu > - '-9223372036854775808'",
                "gpu LIKE '2'",
                "memory LIKE '8%'",
                "fast LIKE 'tru_'",
                "missing LIKE '%'"
            })
    void what_is_unlike_or_missing_is_unknown_and_so_is_its_denial(String comparison) {
        assertThat(holds(comparison)).isFalse();
        assertThat(holds("NOT (" + comparison + ")")).isFalse();
        assertThat(holds("(" + comparison + ") OR fast")).isTrue();
        assertThat(holds("NOT (" + comparison + ") OR fast")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "region <> 'us'",
                "region IN (2, 'eu')",
                "fast = TRUE",
                "fast <> FALSE",
                "fast = 'true'",
                "gpu < 2.0.1",
                "gpu = 2.0",
                "python < newer",
                "python = '3.11.0'",
                "python LIKE '3.%'",
                "path LIKE 'a\\_b\\%c' ESCAPE '\\'",
                "region NOT LIKE 'E_'",
                "'5' LIKE '_' AND NOT '55' LIKE '_'",
                "cold = -5 AND cold < -4 AND cold BETWEEN -6 AND -1",
                "- cold = 5",
                "gpu * 1.5 = 3 AND gpu / 4 = 0.5 AND 7 % 4 = gpu + 1",
                "gpu + 1 BETWEEN gpu AND 2 * gpu",
                "(gpu + 1) * 2 = 6 AND 6 = 2 * (gpu + 1) AND (gpu + 1) > 2 AND 4 > (gpu + 1)",
                "3 BETWEEN gpu AND 4",
                "most + 0 = 9223372036854775807",
                "build > 20240101123455 AND build >= 2024.1",
                "missing + 1 > 0 OR fast",
                "missing IS NULL AND region IS NOT NULL",
                "TRUE AND NOT FALSE",
                "NOT gpu = 3",
                "NOT region LIKE 'u%'",
                "NOT region IN ('us') AND NOT gpu BETWEEN 3 AND 4",
                "NOT NOT fast"
            })
    void holds_where_it_is_true(String selector) {
        assertThat(holds(selector)).as(selector).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"most + 1", "most * 2", "0 - most - 2", "gpu / 0", "gpu % 0", "- region"})
    void what_cannot_be_calculated_is_unknown(String calculation) {
        assertThat(holds(calculation + " > 0")).isFalse();
        assertThat(holds(calculation + " <= 0")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "cores > 1e400 | 9 | neither a number",
                "cores > 1e99999999999 | 9 | neither a number",
                "cores = 0x1F | 9 | neither a number",
                "cores = 1L | 9 | neither a number",
                "cores = 5. | 9 | neither a number",
                "cores = .5 | 9 | unexpected '.'",
                "cores = 010 | 9 | octal",
                "cores = 9223372036854775808 | 9 | at most 9223372036854775807",
                "cores = '99999999999999999999' | 9 | at most 9223372036854775807",
                "memory >= 99999999999PB | 11 | whole and at most 9223372036854775807",
                "memory >= '99999999999PB' | 11 | whole and at most 9223372036854775807",
                "memory >= 1.5GiB | 11 | whole and at most",
                "v IN ('1', '1.2.3.4.5.6.7.8.9') | 12 | at most 8 numbers",
                "v > 1.1234567890123456789 | 5 | 18 digits",
                "v = '-3.5' | 5 | numbers from 0",
                "gpu * '2' = 'a' | 13 | arithmetic is over numbers, was 'a'",
                "gpu + 1.2.3 = 1 | 7 | arithmetic is over numbers, was '1.2.3'",
                "gpu + (fast AND gpu) = 1 | 5 | a condition is no number",
                "fast = NULL | 8 | write IS NULL",
                "fast AND NULL | 10 | write IS NULL",
                "fast AND 5 | 10 | neither true nor false",
                "gpu = (fast) | 7 | without parentheses",
                "1 + 2 LIKE 'a' | 7 | LIKE is asked of a capability",
                "1 IS NULL | 3 | IS NULL is asked of a capability",
                "'a' LIKE 'a' = TRUE | 14 | a comparison is between",
                "1 IN ('a') | 3 | IN is asked of a name",
                "fast > TRUE | 8 | have an order",
                "gpu BETWEEN 'a' AND 'b' | 13 | have an order",
                "os LIKE 5 | 9 | in single quotes",
                "os LIKE 'a' ESCAPE 'ab' | 20 | one character",
                "a = XPATH 'x' | 5 | not known here",
                "gpu 😀 | 5 | unexpected '😀'",
                "$v0 = 1 | 1 | unexpected '$'",
            })
    void points_at_what_it_cannot_mean(String text, int character, String what) {
        assertThatThrownBy(() -> holds(text))
                .isInstanceOf(NeedsException.class)
                .hasMessageContaining("at character " + character + ":")
                .hasMessageContaining(what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~=2", "^2", "~2", "=>2", "=~2", "=<2", "~> 2", "==~2", ">>2", "!2", "&2", "|2",
                "≥2", "≠2", " ^ 2", "= ~2"
            })
    void a_value_in_a_map_begins_with_no_operator_of_another_language(String value) {
        assertThatThrownBy(
                        () -> Needs.of(JsonNodeFactory.instance.objectNode().put("cores", value)))
                .isInstanceOfSatisfying(
                        NeedsException.class,
                        wrong -> assertThat(wrong.field()).isEqualTo("needs.cores"))
                .hasMessageContaining("one of the operators >= <= <> = > <")
                .hasMessageContaining("cores = '");
        var list = JsonNodeFactory.instance.objectNode();
        list.putArray("cores").add(value.strip());
        assertThatThrownBy(() -> Needs.of(list)).hasMessageContaining("no operators");
    }

    @Test
    void a_text_that_begins_so_is_asked_for_in_a_selector() {
        assertThat(
                        Needs.of(TextNode.valueOf("cores = '~=2'"))
                                .satisfiedBy(new Capabilities(Map.of("cores", "~=2"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999PB", ">=99999999999PB", "99999999999999999999", "1.5GiB"})
    void a_number_in_a_map_that_is_beyond_what_compares_is_no_text(String value) {
        var json = JsonNodeFactory.instance;
        assertThatThrownBy(() -> Needs.of(json.objectNode().put("memory", value)))
                .isInstanceOfSatisfying(
                        NeedsException.class,
                        wrong -> assertThat(wrong.field()).isEqualTo("needs.memory"))
                .hasMessageContaining("whole and at most 9223372036854775807");
    }

    @Test
    void a_whole_number_of_json_that_is_beyond_what_compares_is_refused() {
        var json = JsonNodeFactory.instance;
        var number = new java.math.BigInteger("9223372036854775808");
        assertThatThrownBy(() -> Needs.of(json.objectNode().put("memory", number)))
                .hasMessageContaining("at most 9223372036854775807")
                .hasMessageContaining("was '9223372036854775808'");
        var list = json.objectNode();
        list.putArray("memory").add(number);
        assertThatThrownBy(() -> Needs.of(list))
                .hasMessageContaining("at most 9223372036854775807")
                .hasMessageContaining("was '9223372036854775808'");
        assertThat(Needs.of(json.objectNode().put("most", Long.MAX_VALUE)).satisfiedBy(NODE))
                .isTrue();
    }
}
