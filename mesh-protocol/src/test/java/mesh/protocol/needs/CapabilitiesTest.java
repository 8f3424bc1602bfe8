package mesh.protocol.needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.protocol.needs.CapabilityValue.Quantity;
import mesh.protocol.needs.CapabilityValue.Text;
import mesh.protocol.needs.CapabilityValue.Truth;
import mesh.protocol.needs.CapabilityValue.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {

    @Test
    void a_value_means_what_it_looks_like() {
        assertThat(CapabilityValue.parse("2")).isEqualTo(new Quantity(2));
        assertThat(CapabilityValue.parse("8GiB")).isEqualTo(new Quantity(8L << 30));
        assertThat(CapabilityValue.parse("500 MB")).isEqualTo(new Quantity(500_000_000));
        assertThat(CapabilityValue.parse("3.11")).isEqualTo(new Version(3, 11));
        assertThat(CapabilityValue.parse("3.11.0")).isEqualTo(new Version(3, 11));
        assertThat(CapabilityValue.parse("true")).isEqualTo(new Truth(true));
        assertThat(CapabilityValue.parse("eu-west")).isEqualTo(new Text("eu-west"));
        assertThat(CapabilityValue.parse("2EiB")).isEqualTo(new Quantity(1L << 61));
        assertThat(CapabilityValue.parse("9223372036854775807"))
                .isEqualTo(new Quantity(Long.MAX_VALUE));
        assertThat(CapabilityValue.parse("20240101123456.7"))
                .isEqualTo(new Version(20_240_101_123_456L, 7));
        assertThat(CapabilityValue.parse("1.2.3.4.5.6.7.8"))
                .isEqualTo(new Version(1, 2, 3, 4, 5, 6, 7, 8));
        assertThat(CapabilityValue.parse("9999999999PiB")).isInstanceOf(Text.class);
        assertThat(CapabilityValue.parse("99999999999999999999")).isInstanceOf(Text.class);
    }

    @Test
    void versions_compare_as_versions() {
        assertThat(new Version(3, 11)).isGreaterThan(new Version(3, 9));
        assertThat(new Version(3, 11, 7)).isGreaterThan(new Version(3, 11));
        assertThat(new Version(4)).isGreaterThan(new Version(3, 100));
        assertThat(new Version(2024, 10_116, 1)).isGreaterThan(new Version(2024, 10_115, 3));
        assertThat(new Version(2024, 1_234_567_890)).isGreaterThan(new Version(2024, 999_999, 9));
        assertThat(new Version(1, 0, 0)).isEqualTo(new Version(1)).isLessThan(new Version(1, 0, 1));
    }

    @Test
    void reads_what_a_command_line_says() {
        assertThat(Capabilities.parse(List.of("gpu=2", "fast", "gpu-model = RTX")).asMap())
                .isEqualTo(Map.of("gpu", "2", "fast", "true", "gpu_model", "RTX"));
    }

    @Test
    void names_the_one_that_breaks_a_bound() {
        assertThatThrownBy(() -> Capabilities.parse(List.of("a b=1")))
                .hasMessageContaining("'a b'");
        assertThatThrownBy(() -> Capabilities.parse(List.of("=1"))).hasMessageContaining("''");
        assertThatThrownBy(() -> Capabilities.parse(List.of("like=1")))
                .hasMessageContaining("'like'");
        assertThatThrownBy(() -> new Capabilities(Map.of("a", "x".repeat(257))))
                .hasMessageContaining("'a'")
                .hasMessageContaining("256");
        var many = new HashMap<String, String>();
        for (int i = 0; i < 257; i++) {
            many.put("c" + i, "1");
        }
        assertThatThrownBy(() -> new Capabilities(many)).hasMessageContaining("256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99999999999PB",
                "9223372036854775808",
                "1.2.3.4.5.6.7.8.9",
                "1.5GiB",
                "-3.5"
            })
    void a_command_line_gives_no_number_that_is_beyond_what_compares(String value) {
        assertThatThrownBy(() -> Capabilities.parse(List.of("size=" + value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'size'")
                .hasMessageContaining("at most 9223372036854775807")
                .hasMessageContaining("'" + value + "'");
        assertThat(CapabilityValue.parse(value)).isEqualTo(new Text(value));
    }

    @Test
    void a_command_line_gives_a_capability_one_value() {
        assertThatThrownBy(() -> Capabilities.parse(List.of("gpu-model=A", "gpu_model=B")))
                .hasMessageContaining("'gpu_model' is given twice, as 'A' and as 'B'");
        assertThat(Capabilities.parse(List.of("gpu=1", "gpu=1")).asMap())
                .isEqualTo(Map.of("gpu", "1"));
    }

    @Test
    void what_is_given_later_holds() {
        var node = Capabilities.parse(List.of("gpu=1", "fast"));
        assertThat(node.with(Capabilities.parse(List.of("gpu=2"))).asMap())
                .isEqualTo(Map.of("gpu", "2", "fast", "true"));
    }
}
