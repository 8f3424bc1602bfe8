package mesh.lab.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import mesh.lab.bench.client.Answer;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final UUID ONE = UUID.fromString("019a0000-1111-7222-8333-444455556666");
    private static final UUID TWO = UUID.fromString("019a0000-1111-7222-8333-777788889999");

    @Test
    void finds_those_of_a_batch_and_that_of_a_job() {
        assertThat(in("{\"ids\":[\"%s\",\"%s\"]}".formatted(ONE, TWO)))
                .isEqualTo(List.of(ONE, TWO));
        assertThat(in("{\"ids\":[\"%s\"]}".formatted(ONE))).isEqualTo(List.of(ONE));
        assertThat(in("{\"id\":\"%s\",\"type\":\"noop\",\"needs\":null}".formatted(TWO)))
                .isEqualTo(List.of(TWO));
    }

    @Test
    void says_so_where_there_is_none() {
        assertThatThrownBy(() -> in("{\"ids\":[]}")).hasMessageContaining("names no id");
        assertThatThrownBy(() -> in("{\"title\":\"something that is as long as an id would be\"}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<UUID> in(String body) {
        return Ids.in(new Answer(202, 0, body.getBytes(StandardCharsets.UTF_8)));
    }
}
