package mesh.artemis.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class VisitorTest {
    private static final long NOTHING_PLANNED = -1;

    private final Visitors<Visitor> visitors = new Visitors<>(2, 2, Visitor::hasLoggedIn);

    @Test
    void nothing_holds_a_connection_that_is_closed() {
        var channel = new EmbeddedChannel(new Visitor(visitors, new Refusals(), 60_000));
        assertThat(channel.runScheduledPendingTasks()).isPositive();
        assertThat(visitors.strangers()).isOne();
        channel.pipeline().close();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_PLANNED);
        assertThat(visitors.all()).isZero();
        assertThat(visitors.strangers()).isZero();
    }
}
