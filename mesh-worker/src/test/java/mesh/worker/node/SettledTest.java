package mesh.worker.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import mesh.protocol.JobId;
import mesh.protocol.message.AttemptRef;
import org.junit.jupiter.api.Test;

class SettledTest {
    private final Settled settled = new Settled();

    private static AttemptRef ref(int job) {
        return new AttemptRef(new JobId(new UUID(0, job)), 1);
    }

    @Test
    void names_nothing_before_the_first_settlement() {
        settled.add(List.of());
        assertThat(settled.named()).isEmpty();
    }

    @Test
    void names_the_newest_settlement_alone_however_many_there_were() {
        settled.add(IntStream.range(0, 10_000).mapToObj(SettledTest::ref).toList());
        settled.add(List.of());
        assertThat(settled.named()).containsExactly(ref(9_999));
    }
}
