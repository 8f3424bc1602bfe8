package mesh.artemis.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;

/// Counts what the broker has confirmed of what one caller sent, and knows when it last said
/// anything to that caller.
final class Receipts implements SendAcknowledgementHandler {
    private int pending;
    private CompletableFuture<Void> none = CompletableFuture.completedFuture(null);
    private final Runnable told;
    private volatile long heard = System.nanoTime();
    private volatile boolean abandoned;

    /// @param told is run whenever the broker said something
    Receipts(Runnable told) {
        this.told = told;
    }

    /// The broker said something.
    void heard() {
        heard = System.nanoTime();
        told.run();
    }

    /// How long the broker has said nothing.
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heard);
    }

    /// Nobody waits any more; what is not sent yet is not to be sent.
    void abandon() {
        abandoned = true;
    }

    /// @throws TimeoutException when nobody waits any more
    synchronized void sending() throws TimeoutException {
        if (abandoned) {
            throw new TimeoutException("its caller has given up");
        }
        if (none.isDone() && !none.isCompletedExceptionally()) {
            none = new CompletableFuture<>();
        }
        pending++;
    }

    @Override
    public synchronized void sendAcknowledged(Message message) {
        heard();
        pending--;
        if (pending == 0) {
            none.complete(null);
        }
    }

    @Override
    public synchronized void sendFailed(Message message, Exception refused) {
        pending--;
        none.completeExceptionally(refused);
    }

    /// Completes when everything sent so far is confirmed, or the broker refused something, or
    /// nothing more can be confirmed.
    ///
    /// @param broken completes when the connection is lost
    synchronized CompletableFuture<Void> confirmed(CompletableFuture<Void> broken) {
        CompletableFuture<Void> all = none;
        if (all.isDone()) {
            return all;
        }
        // Done is not confirmed: what is lost with the connection is refused a moment later.
        return CompletableFuture.anyOf(all, broken)
                .thenCompose(
                        _ ->
                                all.isDone()
                                        ? all
                                        : CompletableFuture.failedFuture(
                                                new TimeoutException(
                                                        "the connection was lost before it confirmed")));
    }

    /// Waits until everything sent so far is confirmed.
    ///
    /// @throws Exception what the broker said to the first that it refused, or that the connection
    ///     is lost
    void await(CompletableFuture<Void> broken) throws Exception {
        try {
            confirmed(broken).get();
        } catch (ExecutionException refused) {
            throw refused.getCause() instanceof Exception cause ? cause : refused;
        }
    }
}
