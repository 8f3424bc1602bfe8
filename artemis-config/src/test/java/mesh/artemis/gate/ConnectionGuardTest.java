package mesh.artemis.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class ConnectionGuardTest {
    private static final long NOTHING_PLANNED = -1;

    private final ConnectionLimit<ConnectionGuard> limit =
            new ConnectionLimit<>(2, 2, ConnectionGuard::hasLoggedIn);

    @Test
    void nothing_holds_a_connection_that_is_closed() {
        var channel = new EmbeddedChannel(new ConnectionGuard(limit, new RefusalLog(), 60_000));
        assertThat(channel.runScheduledPendingTasks()).isPositive();
        assertThat(limit.strangers()).isOne();
        channel.pipeline().close();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_PLANNED);
        assertThat(limit.all()).isZero();
        assertThat(limit.strangers()).isZero();
    }
}
