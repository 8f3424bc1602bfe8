package mesh.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a scan passes over is JSON.
class ScanTest {
    private static final String[] SEEDS = {
        "{\"a\":[1,-2.50,1e9,2E-7,null,true,false,{\"b\":\"}]\"}],\"c\":{},\"\":[]}",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00fF\",\"ü€\",0,-0,0.0,[[[]]]]",
        "-1234567890.0987e+65"
    };
    private static final String ALPHABET = "{}[]\",:\\/ubtfnrels01239-+.eE \u0001\n\u00fc";

    static IntStream numbers() {
        return IntStream.range(0, 100);
    }

    private static String passed(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        var scan = new Scan(utf8);
        try {
            String text = scan.value(MeshJson.MOST_VALUE_DEPTH);
            return scan.isOver() ? text == null ? "null" : text : null;
        } catch (Cursor.Odd odd) {
            return null;
        }
    }

    private static String changed(String json, RandomGenerator chance) {
        var text = new StringBuilder(json);
        for (int changes = 1 + chance.nextInt(3); changes > 0; changes--) {
            int at = chance.nextInt(text.length());
            char other = ALPHABET.charAt(chance.nextInt(ALPHABET.length()));
            switch (chance.nextInt(3)) {
                case 0 -> text.setCharAt(at, other);
                case 1 -> text.insert(at, other);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void takes_nothing_that_a_parser_refuses(int seed) {
        var chance = new Random(seed);
        for (int round = 0; round < 200; round++) {
            String json = changed(SEEDS[chance.nextInt(SEEDS.length)], chance);
            String text = passed(json);
            if (text != null) {
                assertThat(text).isEqualTo(json);
                assertThatCode(() -> MeshJson.MAPPER.readTree(json))
                        .as("%s (seed %d)", json, seed)
                        .doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void takes_what_the_mesh_writes(int seed) {
        assertThat(passed(SEEDS[seed])).isEqualTo(SEEDS[seed]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nul",
                "01",
                "1.",
                "-",
                "+1",
                "1e",
                "\"\\x\"",
                "\"\\u12g4\"",
                "[1 ]",
                "{1:2}",
                "[,]"
            })
    void is_odd_where_it_is_no_JSON_of_the_mesh(String json) {
        assertThat(passed(json)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {189, 190, 191, 100_000})
    void goes_as_deep_as_it_is_told_to(int depth) {
        byte[] open = new byte[depth];
        Arrays.fill(open, (byte) '[');
        String json = new String(open, StandardCharsets.US_ASCII) + "]".repeat(depth);
        assertThat(passed(json) != null).isEqualTo(depth <= MeshJson.MOST_VALUE_DEPTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "01", "1234567890123456789", "x"})
    void a_number_is_whole_and_short(String number) {
        var scan = new Scan(number.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(scan::number).isInstanceOf(Cursor.Odd.class);
    }
}
