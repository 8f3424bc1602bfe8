package mesh.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RhythmTest {
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
        assertThat(Rhythm.untilNext(Duration.ofSeconds(2), now)).isEqualTo(Duration.ofNanos(nanos));
    }

    @Test
    void nobody_waits_for_longer_than_a_period() {
        assertThat(Rhythm.untilNext(Limits.HEARTBEAT))
                .isPositive()
                .isLessThanOrEqualTo(Limits.HEARTBEAT);
    }
}
