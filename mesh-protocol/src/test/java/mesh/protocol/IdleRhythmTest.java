package mesh.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdleRhythmTest {
    @ParameterizedTest
    @CsvSource({
        "0, 2000000000",
        "1, 1999999999",
        "1999999999, 1",
        "2000000000, 2000000000",
        "5500000000, 500000000",
        "-1, 1",
        "-2000000000, 2000000000"
    })
    void whoever_asks_is_told_the_same_moment(long now, long nanos) {
        assertThat(IdleRhythm.untilNext(now)).isEqualTo(Duration.ofNanos(nanos));
    }

    @Test
    void nobody_waits_for_as_long_as_a_process_that_stood_still() {
        assertThat(IdleRhythm.untilNext()).isPositive().isLessThan(Limits.HEARTBEAT.dividedBy(2));
    }
}
