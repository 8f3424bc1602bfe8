package mesh.lab.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void come_in_order_at_the_rate_and_as_irregularly_as_from_strangers() {
        long[] due = Arrivals.of(1_000, 20, new SplittableRandom(7));
        assertThat(due).hasSize(20_000).isSorted();
        assertThat(due[19_999] / 1e9).isCloseTo(20, Percentage.withPercentage(5));
        long narrow = 0;
        for (int i = 1; i < due.length; i++) {
            narrow += due[i] - due[i - 1] < 1_000_000 ? 1 : 0;
        }
        assertThat(narrow / 20_000.0).as("gaps below the mean").isCloseTo(0.632, within(0.02));
    }

    @Test
    void are_the_same_for_the_same_seed() {
        assertThat(Arrivals.of(100, 1, new SplittableRandom(3)))
                .isEqualTo(Arrivals.of(100, 1, new SplittableRandom(3)));
    }
}
