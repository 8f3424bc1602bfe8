package mesh.auction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import mesh.auction.engine.MarketLimits;
import org.junit.jupiter.api.Test;

class AuctionConfigurationTest {
    private final AuctionConfiguration defaults = AuctionConfiguration.defaults();

    @Test
    void a_node_is_suspect_after_two_missed_heartbeats_and_offline_after_30_seconds() {
        assertThat(defaults.liveness().suspectAfter()).isEqualTo(Duration.ofSeconds(11));
        assertThat(defaults.liveness().offlineAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void refuses_what_cannot_be_and_says_what_could() {
        assertThatThrownBy(() -> defaults.withTick(Duration.ZERO))
                .hasMessage("`tick` must be longer than zero, was PT0S");
        assertThatThrownBy(() -> limits(0, Duration.ofSeconds(60)))
                .hasMessage("`mostPending` must be at least 1, was 0");
        assertThatThrownBy(() -> limits(1, Duration.ZERO))
                .hasMessage("`offerExpiry` must be longer than zero, was PT0S");
    }

    private static MarketLimits limits(int pending, Duration expiry) {
        return new MarketLimits(pending, 1, expiry, Duration.ZERO, 1, 1, 1, 1);
    }
}
