package mesh.core.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What comes after an answer. The rest of a body that nobody wanted is read and thrown away, so
/// that a client which is still sending sees the answer: a socket closed on unread bytes would be
/// reset, and the answer lost with it. A connection whose answer says that it closes is closed,
/// which Helidon leaves to the handler.
final class Lingering implements Filter {
    /// How much of a refused body is read and thrown away.
    static final long MOST_DISCARDED = 8L << 20;

    private final Patience patience;

    Lingering(Patience patience) {
        this.patience = patience;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        try {
            chain.proceed();
            if (request.content().hasEntity() && request.continueSent()) {
                discard(request);
            }
        } finally {
            BoundedBody.forget();
        }
        if (closes(response)) {
            throw new CloseConnectionException("the answer said that the connection closes");
        }
    }

    /// Mostly the answer says nothing of it: that is known without taking a header apart.
    private static boolean closes(RoutingResponse response) {
        return response.headers().contains(HeaderNames.CONNECTION)
                && response.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    private void discard(RoutingRequest request) {
        try {
            BoundedBody body = BoundedBody.last();
            if (body == null) {
                body = BoundedBody.of(request, MOST_DISCARDED, patience);
            }
            body.discard(MOST_DISCARDED);
        } catch (IOException | UncheckedIOException | ProblemException ended) {
            throw new CloseConnectionException("the rest of a body did not come", ended);
        }
    }
}
