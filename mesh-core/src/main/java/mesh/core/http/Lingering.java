package mesh.core.http;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Closes a connection whose answer says so, which Helidon leaves to the handler. A client that is
/// still sending its body is first given the time to see the answer: a socket closed on unread
/// bytes would be reset, and the answer lost with it.
final class Lingering implements Filter {
    /// How much of a refused body is read and thrown away.
    static final long MOST_DISCARDED = 8L << 20;

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (!response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            return;
        }
        if (request.content().hasEntity() && request.continueSent()) {
            discard(request);
        }
        throw new CloseConnectionException("the answer said that the connection closes");
    }

    private static void discard(RoutingRequest request) {
        try {
            Optional<BoundedBody> begun = request.context().get(BoundedBody.class);
            if (begun.isPresent()) {
                begun.get().discard(MOST_DISCARDED);
            } else if (!request.content().consumed()) {
                InputStream body = request.content().inputStream();
                new BoundedBody(body, MOST_DISCARDED).discard(MOST_DISCARDED);
            }
        } catch (IOException | UncheckedIOException | ProblemException ended) {
            // It ended early, or is no body at all: the connection closes all the same.
        }
    }
}
