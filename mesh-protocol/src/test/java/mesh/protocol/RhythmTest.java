package mesh.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RhythmTest {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

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
    void its_moments_do_not_depend_on_when_it_began(long now, long nanos) {
        assertThat(new Rhythm(TWO_SECONDS, Duration.ZERO).untilNext(now))
                .isEqualTo(Duration.ofNanos(nanos));
    }

    @Test
    void its_moments_are_its_offset_later() {
        var later = new Rhythm(TWO_SECONDS, Duration.ofNanos(300));

        assertThat(later.untilNext(0)).isEqualTo(Duration.ofNanos(300));
        assertThat(later.untilNext(300)).isEqualTo(TWO_SECONDS);
    }

    @Test
    void the_next_one_of_the_process_follows_soon_after() {
        var first = new Rhythm(TWO_SECONDS);
        var second = new Rhythm(TWO_SECONDS);

        long distance = second.untilNext(0).minus(first.untilNext(0)).toNanos();
        assertThat(Math.floorMod(distance, TWO_SECONDS.toNanos())).isEqualTo(100_000_000L);
    }

    @Test
    void nobody_waits_for_longer_than_a_period() {
        assertThat(new Rhythm(Limits.HEARTBEAT, Duration.ZERO).untilNext())
                .isPositive()
                .isLessThanOrEqualTo(Limits.HEARTBEAT);
    }
}
