package mesh.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "500ms,PT0.5S",
        "30s,PT30S",
        "5m,PT5M",
        "2h,PT2H",
        "1d,PT24H",
        "PT1M30S,PT1M30S",
        "10 S,PT10S"
    })
    void reads_what_people_write(String text, String duration) {
        assertThat(new DurationText().convert(text)).hasToString(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "soon", "0s", "-5s", "PT0S", "PT-1S", "5 weeks"})
    void refuses_what_is_no_duration_or_none_at_all(String text) {
        assertThatThrownBy(() -> new DurationText().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
