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
        assertThat(CapabilityValue.parse("9999999999PiB")).isInstanceOf(Text.class);
        assertThat(CapabilityValue.parse("99999999999999999999")).isInstanceOf(Text.class);
    }

    @Test
    void versions_compare_as_versions() {
        assertThat(new Version(3, 11)).isGreaterThan(new Version(3, 9));
        assertThat(new Version(3, 11, 7)).isGreaterThan(new Version(3, 11));
        assertThat(new Version(4)).isGreaterThan(new Version(3, 100));
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

    @Test
    void what_is_given_later_holds() {
        var node = Capabilities.parse(List.of("gpu=1", "fast"));
        assertThat(node.with(Capabilities.parse(List.of("gpu=2"))).asMap())
                .isEqualTo(Map.of("gpu", "2", "fast", "true"));
    }
}
