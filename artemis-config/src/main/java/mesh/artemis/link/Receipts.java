package mesh.artemis.link;

import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Counts what the broker has confirmed of what one caller sent.
final class Receipts implements CompletionListener {
    private final CompletableFuture<Void> broken;
    private int pending;
    private CompletableFuture<Void> none = CompletableFuture.completedFuture(null);

    /// @param broken completes when nothing more can be confirmed
    Receipts(CompletableFuture<Void> broken) {
        this.broken = broken;
    }

    synchronized void sending() {
        if (none.isDone() && !none.isCompletedExceptionally()) {
            none = new CompletableFuture<>();
        }
        pending++;
    }

    @Override
    public synchronized void onCompletion(Message message) {
        pending--;
        if (pending == 0) {
            none.complete(null);
        }
    }

    @Override
    public synchronized void onException(Message message, Exception refused) {
        pending--;
        none.completeExceptionally(refused);
    }

    private synchronized CompletableFuture<Void> none() {
        return none;
    }

    /// Waits until everything sent so far is confirmed.
    ///
    /// @throws Exception what the broker said to the first that it refused, or that it said nothing
    ///     in time
    void await(Duration patience) throws Exception {
        CompletableFuture<Void> confirmed = none();
        try {
            CompletableFuture.anyOf(confirmed, broken)
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            throw refused.getCause() instanceof Exception cause ? cause : refused;
        } catch (TimeoutException silent) {
            throw new TimeoutException("it confirmed nothing within " + patience);
        }
        if (!confirmed.isDone()) {
            throw new TimeoutException("the connection was lost before it confirmed");
        }
    }
}
