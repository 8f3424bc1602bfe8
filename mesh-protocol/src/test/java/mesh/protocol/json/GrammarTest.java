package mesh.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is JSON for the mesh, and that it comes back as it was written.
class GrammarTest {

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    private static NotJsonException refused(String json) {
        return catchThrowableOfType(NotJsonException.class, () -> MeshJson.opaque(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e9",
                "-0.0",
                "-0",
                "1.0",
                "1E+0009",
                "1e-9999",
                "123456789012345678901234567890.123456789012345678901234567890",
                "\"\\u00fc\\/\\ud83d\\ude00\"",
                "\"\u2028\u2029\u007f\ufeff\ufffd\ufffe\"",
                "\"\\u0000\"",
                "\"?\"",
                "{\"a\":1,\"A\":2,\"\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}]}",
            })
    void keeps_what_it_takes_as_it_is_written(String json) {
        assertThat(MeshJson.opaque(json).text()).isEqualTo(json);
        JsonNode tree = MeshJson.tree("{\"payload\": " + json + "}", "payload");
        assertThat(MeshJson.kept(tree.get("payload")).text()).isEqualTo(json);
        assertThat(tree).hasToString("{\"payload\":" + json + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e9", "-0.0", "-0", "1.0", "1.50", "[1E2,-7,7,0.10,1e-9999]"})
    void a_tree_writes_numbers_as_they_were(String json) {
        assertThat(MeshJson.tree(json)).hasToString(json);
        assertThat(MeshJson.write(MeshJson.tree(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":1,\"b\":2,\"a\":3}         | the key 'a' comes twice         | 13",
                "{\"a\":1,\"\\u0061\":3}           | the key '\\u0061' comes twice   | 7",
                "[{\"\":[],\"\":{}}]               | the key '' comes twice          | 8",
                "[\"\\ud83d\"]                     | half of a surrogate pair        | 2",
                "[\"\\ude00\\ud83d\"]              | half of a surrogate pair        | 2",
                "[\"\\ud83d\\ud83d\\ude00\"]       | half of a surrogate pair        | 2",
                "{\"\\udfff\":1}                   | half of a surrogate pair        | 2",
                "[1e99999999999]                   | exponent is at most 9999        | 3",
                "[1E-10000]                        | exponent is at most 9999        | 4",
                "{\"a\":1,}                        | unexpected '}'                  | 7",
                "[1 2]                             | unexpected '2'                  | 3",
                "[1] 2                             | something follows               | 4",
                "[NaN]                             | unexpected 'N'                  | 1",
                "[Infinity]                        | unexpected 'I'                  | 1",
                "[01]                              | unexpected '1'                  | 2",
                "['a']                             | unexpected '''                  | 1",
                "[1,                               | it ends too early               | 3",
                "~~                                | it is blank                     | 0",
                "\ufeff1                           | a byte-order mark               | 0",
            })
    void refuses_what_two_readers_could_take_for_two_things(String json, String why, int where) {
        NotJsonException refused = refused(json);
        assertThat(refused.reason()).contains(why);
        assertThat(refused.offset()).isEqualTo(where);
        assertThatThrownBy(() -> MeshJson.tree(json)).hasMessage(refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "22C0AF22, 1", // an over-long slash
        "22E08080AF22, 1",
        "22EDA08022, 1", // half of a surrogate pair
        "22F490808022, 1", // beyond U+10FFFF
        "2261FF22, 2",
        "2261C3, 2",
        "FEFF0031, 0",
        "FFFE3100, 0"
    })
    void refuses_bytes_that_belong_to_no_character(String hexadecimal, int where) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal);
        assertThat(Encoding.firstWrong(bytes)).isEqualTo(where);
        assertThatThrownBy(() -> MeshJson.opaque(bytes))
                .isInstanceOf(NotJsonException.class)
                .hasMessageContaining("belongs to no character of UTF-8")
                .hasMessageEndingWith("at byte " + where);
    }

    @Test
    void finds_a_wrong_byte_behind_many_characters() {
        byte[] bytes = ("ü".repeat(10_000) + "x").getBytes(StandardCharsets.UTF_8);
        assertThat(Encoding.firstWrong(bytes)).isEqualTo(-1);
        bytes[20_000] = (byte) 0x80;
        assertThat(Encoding.firstWrong(bytes)).isEqualTo(20_000);
    }

    @Test
    void refuses_a_text_of_java_with_half_a_character() {
        assertThat(refused("\"a\ud83d\"").offset()).isEqualTo(2);
        assertThat(refused("\ud83d").offset()).isZero();
        assertThat(refused("\"?\ude00\"").reason()).contains("half of a surrogate pair");
    }

    @Test
    void a_number_has_at_most_a_thousand_characters() {
        String most = "9".repeat(Grammar.MOST_NUMBER);
        assertThat(MeshJson.opaque(most).text()).isEqualTo(most);
        assertThat(MeshJson.tree(most)).hasToString(most);
        assertThat(refused(most + "9").reason()).contains("at most 1000 characters, was 1001");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 31, 32, 33, 34, 1_000})
    void finds_a_key_that_comes_twice_among_many(int keys) {
        for (String form : new String[] {"k%d", "long-common-beginning-%d", "%d", "ü%d"}) {
            String all =
                    IntStream.range(0, keys)
                            .mapToObj(key -> "\"" + form.formatted(key) + "\":{\"x\":{},\"y\":[]}")
                            .collect(Collectors.joining(","));
            String json = "{" + all + "}";
            assertThat(MeshJson.opaque(json).text()).isEqualTo(json);
            for (int again : new int[] {0, keys / 2, keys - 1}) {
                String key = form.formatted(again);
                assertThat(refused("{" + all + ",\"" + key + "\":0}").reason())
                        .isEqualTo("the key '" + key + "' comes twice");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void takes_any_JSON_and_gives_it_back_to_the_letter(int seed) {
        var texts = new RandomJson(new Random(seed));
        String json = texts.value(4);
        assertThat(MeshJson.opaque(json).text()).isEqualTo(json);
        assertThat(MeshJson.opaque(texts.spaced(json)).text()).isEqualTo(json);
        assertThat(MeshJson.tree(texts.spaced(json))).isEqualTo(MeshJson.tree(json));
        assertThat(new Scan(json.getBytes(StandardCharsets.UTF_8)).value(100))
                .isEqualTo(json.equals("null") ? null : json);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agrees_with_the_library_on_what_is_JSON(int seed) {
        var texts = new RandomJson(new Random(seed));
        for (int round = 0; round < 20; round++) {
            String json = texts.changed(texts.value(2));
            NotJsonException refused = refused(json);
            if (refused == null) {
                assertThat(library(MeshJson.tree(json).toString())).isEqualTo(library(json));
            } else if (library(json) != null) {
                assertThat(refused.reason())
                        .as(json)
                        .containsAnyOf("surrogate", "exponent", "unexpected byte 0x");
            }
        }
    }

    private static Object library(String json) {
        try {
            var tree =
                    MeshJson.MAPPER
                            .reader()
                            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                            .readTree(json);
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (JsonProcessingException | NumberFormatException no) {
            return null;
        }
    }
}
