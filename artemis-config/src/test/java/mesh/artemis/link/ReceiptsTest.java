package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// What a sender is told when its connection is lost.
class ReceiptsTest {
    private static final int ROUNDS = 1_000;

    private final CompletableFuture<Void> broken = new CompletableFuture<>();
    private final Receipts receipts = new Receipts(() -> {});

    @Test
    void a_connection_that_is_lost_confirms_nothing() throws Exception {
        receipts.sending();
        broken.complete(null);
        assertThatThrownBy(() -> receipts.await(broken)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void what_was_confirmed_before_the_connection_was_lost_is_confirmed() throws Exception {
        receipts.sending();
        receipts.sendAcknowledged(null);
        broken.complete(null);
        receipts.await(broken);
        assertThat(receipts.silence()).isPositive();
    }

    @Test
    void what_is_refused_as_the_connection_is_lost_is_not_taken_for_confirmed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var lost = new CompletableFuture<Void>();
            var pending = new Receipts(() -> {});
            pending.sending();
            var sender =
                    new FutureTask<Void>(
                            () -> {
                                pending.await(lost);
                                return null;
                            });
            Thread.ofVirtual().start(sender);
            if (round % 2 == 0) {
                Thread.yield();
            }
            lost.complete(null);
            pending.sendFailed(null, new JMSException("lost"));
            assertThatThrownBy(sender::get).isInstanceOf(ExecutionException.class);
        }
    }
}
