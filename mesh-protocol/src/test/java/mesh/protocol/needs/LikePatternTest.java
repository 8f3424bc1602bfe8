package mesh.protocol.needs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikePatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a%|abc|true", "a%|bac|false", "%c|abc|true", "%b%|abc|true", "_|a|true",
                "_|ab|false", "a_c|abc|true", "%%|x|true", "%a%b|aab|true", "%ab|aab|true",
                "a%a|a|false", "%.%|abc|false", "a!%|a%|true", "a!%|ab|false", "!!|!|true",
                "!a|!a|true", "a!|a!|true", "_|😀|true", "%😀|x😀|true", "__|😀|false"
            })
    void matches_as_sql_does(String pattern, String text, boolean matches) {
        assertThat(new LikePattern(pattern, '!').matches(text)).isEqualTo(matches);
    }

    @Test
    void nothing_matches_nothing_and_any() {
        assertThat(new LikePattern("", null).matches("")).isTrue();
        assertThat(new LikePattern("%", null).matches("")).isTrue();
        assertThat(new LikePattern("_", null).matches("")).isFalse();
        assertThat(new LikePattern("", null).matches("a")).isFalse();
    }

    /// Held against the definition, which tries every length for every `%`.
    @Test
    void agrees_with_the_definition() {
        long seed = Long.getLong("mesh.seed", 1);
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = word(random, "ab%_");
            String text = word(random, "ab");
            assertThat(new LikePattern(pattern, null).matches(text))
                    .as("seed %d: '%s' LIKE '%s'", seed, text, pattern)
                    .isEqualTo(defined(pattern, text));
        }
    }

    private static String word(Random random, String letters) {
        return random.ints(random.nextInt(9), 0, letters.length())
                .mapToObj(i -> letters.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static boolean defined(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        String rest = pattern.substring(1);
        if (pattern.charAt(0) == '%') {
            for (int i = 0; i <= text.length(); i++) {
                if (defined(rest, text.substring(i))) {
                    return true;
                }
            }
            return false;
        }
        return !text.isEmpty()
                && (pattern.charAt(0) == '_' || pattern.charAt(0) == text.charAt(0))
                && defined(rest, text.substring(1));
    }
}
