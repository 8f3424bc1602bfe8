package mesh.protocol.needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import mesh.protocol.JobType;
import mesh.protocol.json.MeshJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeedsTest {
    private static final Capabilities NODE =
            Capabilities.parse(
                    List.of(
                            "python=3.11",
                            "python_version=3.11.7",
                            "gpu=2",
                            "memory=8GiB",
                            "region=eu",
                            "fast",
                            "slow=false",
                            "empty=0",
                            "java=25",
                            "type_echo",
                            "gpu-model=RTX 4090"));

    private static Needs needs(String json) {
        try {
            return Needs.of(MeshJson.MAPPER.readTree(json));
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static Needs selector(String text) {
        return needs(MeshJson.write(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "[\"python\",\"gpu\"]",
                "[\"fast\"]",
                "[\"gpu-model\"]",
                "{\"python\": \">=3.11\", \"gpu\": \">=1\", \"region\": \"eu\"}",
                "{\"python\": \">=3.9\"}",
                "{\"python\": \"3.11\"}",
                "{\"python\": \"< 3.100\"}",
                "{\"gpu\": 2}",
                "{\"gpu\": \"<>3\"}",
                "{\"gpu\": \"!=3\"}",
                "{\"fast\": true}",
                "{\"slow\": false}",
                "{\"region\": [\"eu\",\"us\"]}",
                "{\"memory\": \">= 8 GiB\"}",
                "{\"memory\": \">=8000MB\"}",
                "{\"gpu-model\": \"RTX 4090\"}",
                "\"python >= 3.11 AND gpu >= 1 AND region IN ('eu','us')\"",
                "\"python > 3.9\"",
                "\"3.9 < python\"",
                "\"python >= '3.11'\"",
                "\"python >= 3\"",
                "\"java >= 21.0\"",
                "\"python BETWEEN 3.9 AND 3.12\"",
                "\"python NOT BETWEEN 3.12 AND 3.14\"",
                "\"python IN ('3.10', '3.11')\"",
                "\"region NOT IN ('us')\"",
                "\"memory >= '8GiB'\"",
                "\"memory >= 8GiB AND memory < 9GB\"",
                "\"python_version >= 3.11.2\"",
                "\"region LIKE 'e%'\"",
                "\"nothing IS NULL AND gpu IS NOT NULL\"",
                "\"NOT (gpu > 2) and (fast or nothing)\"",
                "\"nothing > 1 OR gpu = 2\"",
                "\"gpu * 2 = 4\"",
                "\"gpu = gpu\"",
                "\"fast = TRUE AND slow = FALSE\""
            })
    void is_satisfied(String json) {
        assertThat(needs(json).satisfiedBy(NODE)).as(json).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"python\",\"tpu\"]",
                "[\"slow\"]",
                "[\"empty\"]",
                "{\"python\": \">=3.12\"}",
                "{\"python\": \"<3.9\"}",
                "{\"gpu\": 1}",
                "{\"tpu\": false}",
                "{\"memory\": \">8GiB\"}",
                "\"nothing = 1\"",
                "\"nothing = 'eu'\"",
                "\"1 = nothing\"",
                "\"nothing IN ('eu', 'us')\"",
                "{\"nothing\": \"eu\"}",
                "{\"nothing\": 1}",
                "{\"nothing\": true}",
                "{\"nothing\": [\"eu\"]}",
                "\"python = 'abc'\"",
                "\"python IN ('abc')\"",
                "\"nothing = nowhere\"",
                "\"nothing + 1 = nowhere + 1\"",
                "\"gpu * nothing = 0 * nothing\"",
                "\"NOT (nothing = nowhere)\"",
                "\"nothing <> 1\"",
                "\"NOT (nothing = 1)\"",
                "\"nothing NOT IN ('a')\"",
                "\"nothing NOT BETWEEN 1 AND 2\"",
                "\"region >= 3\"",
                "\"python = 3.11.1\"",
                "\"gpu = 'two'\""
            })
    void is_not_satisfied(String json) {
        assertThat(needs(json).satisfiedBy(NODE)).as(json).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "gpu >= | 7 | ends where something must follow",
                "gpu = = 1 | 7 | a comparison is between",
                "gpu >= 1 AND AND fast | 14 | does not belong here",
                "(gpu >= 1 | 10 | ends where something must follow",
                "gpu && fast | 5 | AND",
                "gpu >= 1; DROP | 9 | unexpected ';'",
                "region = 'eu | 10 | no closing quote",
                "gpu >= 1 fast | 10 | does not belong here",
                "gpu BETWEEN 1 OR 2 | 5 | BETWEEN takes two values",
                "region IN ('a' 'b') | 16 | commas",
                "python >= 3.x | 11 | neither a number",
            })
    void points_at_the_character_that_is_wrong(String text, int character, String what) {
        assertThatThrownBy(() -> selector(text))
                .isInstanceOf(NeedsException.class)
                .hasMessageContaining("at character " + character + ":")
                .hasMessageContaining(what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "'text'", "gpu + 1", "XPATH '//x'", "", "   ", "region >= 'eu'"})
    void refuses_what_is_no_condition(String text) {
        assertThatThrownBy(() -> selector(text)).isInstanceOf(NeedsException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(nothing) = (nowhere)",
                "(nothing) = 1",
                "3 <> (nothing)",
                "TRUE <> (nothing)",
                "(nothing > 1) = (nowhere > 1)",
                "nothing > 1 = nowhere > 1",
                "(NOT nothing) = (NOT nowhere)",
                "nothing BETWEEN 1 AND 2 = nowhere BETWEEN 1 AND 2",
                "nothing IN (1) = nowhere IN (1)",
                "nothing = 1 = 1",
                "nothing LIKE 'a' = nowhere LIKE 'a'",
                "nothing IS NULL = TRUE"
            })
    void compares_capabilities_and_values_and_nothing_else(String text) {
        assertThatThrownBy(() -> selector(text))
                .isInstanceOf(NeedsException.class)
                .hasMessageContaining("a comparison is between");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(gpu = 2) AND (fast)",
                "NOT (gpu = 1 OR region = 'us') AND ((fast))",
                "gpu IN (1, 2) AND region IN ('eu') OR nothing",
                "gpu BETWEEN 1 AND 2 AND python >= 3.9",
                "gpu >= -1"
            })
    void joins_comparisons_with_words(String text) {
        assertThat(selector(text).satisfiedBy(NODE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[1] | needs[0]",
                "['a b'] | needs[0]",
                "['python','and'] | needs[1]",
                "{'gpu': null} | needs.gpu",
                "{'python': 3.11} | needs.python",
                "{'python': '>='} | needs.python",
                "{'python': '=>3'} | needs.python",
                "{'region': '>=eu'} | needs.region",
                "{'a b': 1} | needs.a b",
                "{'region': [true]} | needs.region",
                "7 | needs",
                "true | needs",
            })
    void names_the_field_that_is_wrong(String json, String field) {
        assertThatThrownBy(() -> needs(json.replace('\'', '"')))
                .isInstanceOfSatisfying(
                        NeedsException.class, wrong -> assertThat(wrong.field()).isEqualTo(field));
    }

    @Test
    void a_type_is_an_implied_need() {
        assertThat(Needs.NONE.satisfiedBy(NODE, new JobType("echo"))).isTrue();
        assertThat(Needs.NONE.satisfiedBy(NODE, new JobType("sleep"))).isFalse();
    }

    @Test
    void names_the_conditions_that_are_not_satisfied() {
        assertThat(selector("python >= 3.12 AND gpu >= 1 AND tpu > 0").unsatisfied(NODE))
                .containsExactly("python >= 3.12", "tpu > 0");
        assertThat(selector("python BETWEEN 3.12 AND 3.14 AND gpu >= 1").unsatisfied(NODE))
                .containsExactly("python BETWEEN 3.12 AND 3.14");
        assertThat(selector("tpu > 0 OR tpu < 0").unsatisfied(NODE))
                .containsExactly("tpu > 0 OR tpu < 0");
    }

    @Test
    void keeps_the_form_in_which_it_was_given() {
        String map = "{\"python\":\">=3.11\",\"gpu\":1}";
        assertThat(MeshJson.write(needs(map))).isEqualTo(map);
        assertThat(needs(map).selector()).isEqualTo("python >= 3.11 AND gpu = 1");
        assertThat(needs("[\"gpu\",\"fast\"]").selector()).isEqualTo("gpu AND fast");
    }

    @Test
    void tells_the_broker_the_least_that_is_asked_for() {
        assertThat(needs("{\"python\":\">=3.11\",\"gpu\":\">=1\",\"region\":\"eu\"}").lowerBounds())
                .isEqualTo(Map.of("ver_python", 300110000L, "cap_gpu", 1L));
        assertThat(selector("gpu >= 1 OR fast").lowerBounds()).isEmpty();
        assertThat(selector("NOT (gpu >= 5)").lowerBounds()).isEmpty();
        assertThat(selector("2 <= gpu AND (java = 21 AND memory >= 1KB)").lowerBounds())
                .isEqualTo(Map.of("cap_gpu", 2L, "cap_java", 21L, "cap_memory", 1000L));
    }
}
