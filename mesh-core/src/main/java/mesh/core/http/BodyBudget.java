package mesh.core.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many bytes of bodies may be in work at once, over all requests, so that many large batches
/// at a time wait for each other instead of filling the memory.
final class BodyBudget {
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int KIB = 1024;

    /// In KiB.
    private final Semaphore free;

    private final Patience patience;

    /// @param bytes at least what the largest single body may have
    BodyBudget(long bytes, Patience patience) {
        this.patience = patience;
        this.free = new Semaphore(Math.toIntExact(bytes / KIB), true);
    }

    /// An eighth of the heap, or the largest body where that is more.
    static BodyBudget ofHeap(Patience patience) {
        return new BodyBudget(
                Math.clamp(
                        Runtime.getRuntime().maxMemory() / 8,
                        2L * HttpServer.MOST_BODY,
                        Integer.MAX_VALUE),
                patience);
    }

    /// What is done with a body.
    interface Reading<T> {
        T read(InputStream body) throws IOException;
    }

    /// Hands over the body, which throws as soon as it is larger than it may be; where its length
    /// was told, before a byte is read.
    ///
    /// @param most in bytes
    <T> T read(ServerRequest request, long most, Reading<T> reading) {
        long declared = request.headers().contentLength().orElse(most);
        if (declared > most) {
            throw BoundedBody.tooLarge(most);
        }
        int share = (int) (declared / KIB) + 1;
        acquire(share);
        try {
            return reading.read(BoundedBody.of(request, most, patience));
        } catch (IOException clientIsGone) {
            throw new CloseConnectionException("the body ended early", clientIsGone);
        } finally {
            free.release(share);
        }
    }

    private void acquire(int share) {
        try {
            if (!free.tryAcquire(share, MOST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ProblemException.retryLater(
                        ProblemKind.UNAVAILABLE,
                        "too many large bodies are being read; send smaller batches, or later",
                        RETRY_AFTER);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ProblemException.retryLater(
                    ProblemKind.UNAVAILABLE, "the core is stopping", RETRY_AFTER);
        }
    }
}
