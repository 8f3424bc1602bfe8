package mesh.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobCountTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]                                   | 0",
                "[ ]                                  | 0",
                "[1]                                  | 1",
                "[{\"a\":[1,2,3],\"b\":{\"c\":1,\"d\":2}},2] | 2",
                "[\"a,b\",\"]\",\"\\\",\",4]          | 4",
                "[\"\\\\\",2]                         | 2",
                "[[,],[,,]]                           | 2",
            })
    void counts_the_elements_of_an_array(String json, int count) {
        assertThat(JobCount.ofArray(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(count);
    }

    @Test
    void counts_the_lines_that_say_something() {
        byte[] lines = "{}\n\n \t\r\n{}\r\n  {}".getBytes(StandardCharsets.UTF_8);
        assertThat(JobCount.ofLines(lines)).isEqualTo(3);
    }
}
