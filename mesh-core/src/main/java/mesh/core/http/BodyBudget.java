package mesh.core.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import mesh.core.http.edge.Connection;
import mesh.protocol.Limits;

/// How many bytes of bodies may be in work at once, over all requests, so that many large batches
/// at a time wait for each other instead of filling the memory. Bodies of the size of a job have a
/// share of their own: no batch delays them.
final class BodyBudget {
    private static final long LEAST_SMALL = 32L << 20;
    private static final long UNKNOWN = -1;

    private final BodyPool small;
    private final BodyPool large;

    BodyBudget(BodyPool small, BodyPool large) {
        this.small = small;
        this.large = large;
    }

    /// An eighth of the heap for large ones, at least two of the largest; half as much for small
    /// ones. One client leaves room for the largest body of another.
    static BodyBudget ofHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        long small = Math.max(heap / 16, LEAST_SMALL);
        long large = Math.max(heap / 8, 2L * HttpServer.MOST_BODY);
        return new BodyBudget(
                new BodyPool(small, small - small / 4),
                new BodyPool(large, large - HttpServer.MOST_BODY));
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
        long declared = request.headers().contentLength().orElse(UNKNOWN);
        if (declared > most) {
            throw BoundedBody.tooLarge(most);
        }
        long expected = declared < 0 ? most : declared;
        BodyPool pool = expected <= Limits.JOB_BYTES ? small : large;
        try (BodyPool.Loan loan = pool.lend(Connection.current().client().held(pool))) {
            return reading.read(BoundedBody.of(request, most, loan));
        } catch (IOException clientIsGone) {
            throw new CloseConnectionException("the body ended early", clientIsGone);
        }
    }
}
