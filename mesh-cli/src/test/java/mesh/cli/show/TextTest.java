package mesh.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S,0 s",
        "PT-5S,0 s",
        "PT119S,119 s",
        "PT2M,2 min",
        "PT119M,119 min",
        "PT2H,2 h",
        "P3D,3 d"
    })
    void says_durations_in_one_unit(Duration duration, String text) {
        assertThat(Text.brief(duration)).isEqualTo(text);
    }

    @Test
    void says_how_long_ago_something_was() {
        Instant now = Instant.parse("2026-01-01T00:01:00Z");
        assertThat(Text.ago(TextNode.valueOf("2026-01-01T00:00:30Z"), now)).isEqualTo("30 s ago");
        assertThat(Text.ago(NullNode.getInstance(), now)).isEqualTo("-");
        assertThat(Text.ago(TextNode.valueOf("long ago"), now)).isEqualTo("long ago");
    }

    @Test
    void shortens_with_an_ellipsis() {
        assertThat(Text.shortened("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Text.shortened("abcdefg", 6)).isEqualTo("abcde…");
    }
}
