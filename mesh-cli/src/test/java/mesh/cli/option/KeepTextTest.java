package mesh.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class KeepTextTest {
    private final StoreOptions.KeepText keep = new StoreOptions.KeepText();

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "0s", "0ms", "0d", "PT0S", "PT0H", "P0D"})
    void every_zero_is_for_ever(String text) {
        assertThat(keep.convert(text)).isZero();
    }

    @Test
    void a_duration_is_itself_and_less_than_nothing_is_refused() {
        assertThat(keep.convert("7d")).isEqualTo(Duration.ofDays(7));
        assertThatThrownBy(() -> keep.convert("-PT1H"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("0 is for ever; was '-PT1H'");
    }
}
