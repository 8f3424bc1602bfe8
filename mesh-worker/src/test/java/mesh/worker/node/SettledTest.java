package mesh.worker.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import mesh.protocol.JobId;
import mesh.protocol.message.AttemptRef;
import org.junit.jupiter.api.Test;

class SettledTest {
    private static final Duration NOON = Duration.ofHours(12);

    private final Settled settled = new Settled();

    private static AttemptRef ref(int job) {
        return new AttemptRef(new JobId(new UUID(0, job)), 1);
    }

    @Test
    void names_an_attempt_for_a_minute_after_its_settlement_was_taken() {
        settled.add(List.of(ref(1)), NOON);
        settled.add(List.of(ref(2)), NOON.plusSeconds(1));
        assertThat(settled.named(NOON.plusMillis(59_999))).containsExactly(ref(1), ref(2));
        assertThat(settled.named(NOON.plusSeconds(60))).containsExactly(ref(2));
        assertThat(settled.named(NOON.plusSeconds(61))).isEmpty();
    }

    @Test
    void names_the_newest_thousand_at_most() {
        List<AttemptRef> many = IntStream.range(0, 1_500).mapToObj(SettledTest::ref).toList();
        settled.add(many, NOON);
        assertThat(settled.named(NOON)).isEqualTo(many.subList(500, 1_500));
    }

    @Test
    void names_an_attempt_whose_settlement_is_said_again_from_then_on() {
        settled.add(List.of(ref(1), ref(2)), NOON);
        settled.add(List.of(ref(1)), NOON.plusSeconds(30));
        assertThat(settled.named(NOON.plusSeconds(60))).containsExactly(ref(1));
    }
}
