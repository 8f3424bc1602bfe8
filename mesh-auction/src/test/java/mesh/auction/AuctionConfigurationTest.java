package mesh.auction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AuctionConfigurationTest {

    private static AuctionConfiguration with(Duration suspectAfter, Duration tick, int pending) {
        return new AuctionConfiguration(
                Duration.ofSeconds(30),
                suspectAfter,
                Duration.ofHours(1),
                10,
                tick,
                pending,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                10,
                10,
                10);
    }

    @Test
    void a_node_is_suspect_after_two_missed_heartbeats_and_offline_after_30_seconds() {
        var defaults = AuctionConfiguration.defaults();

        assertThat(defaults.suspectAfter()).isEqualTo(Duration.ofSeconds(11));
        assertThat(defaults.offlineAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void refuses_what_cannot_be_and_says_what_could() {
        assertThatThrownBy(() -> with(Duration.ofSeconds(31), Duration.ofMillis(1), 1))
                .hasMessage("`offlineAfter` must be longer than `suspectAfter` (PT31S), was PT30S");
        assertThatThrownBy(() -> with(Duration.ofSeconds(11), Duration.ZERO, 1))
                .hasMessage("`tick` must be longer than zero, was PT0S");
        assertThatThrownBy(() -> with(Duration.ofSeconds(11), Duration.ofMillis(1), 0))
                .hasMessage("`mostPending` must be at least 1, was 0");
    }
}
