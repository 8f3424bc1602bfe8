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
import mesh.core.http.edge.Connection;

/// What comes after an answer. A little that is left of a body is read and thrown away, so that the
/// connection can be used again; of a larger rest, or one that the client has no right to send,
/// nothing is read: the answer says that the connection closes, and what is still sent is thrown
/// away once the request holds no place any more. A connection whose answer says so is closed here,
/// which Helidon leaves to the handler.
final class Lingering implements Filter {
    /// How much of a body is read and thrown away to keep the connection.
    static final long MOST_DISCARDED = 64L << 10;

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        try {
            chain.proceed();
            boolean closes = closes(response);
            if (!closes && request.content().hasEntity() && request.continueSent()) {
                discard(request);
            }
            if (closes) {
                throw new CloseConnectionException("the answer said that the connection closes");
            }
        } finally {
            BoundedBody.forget();
            Connection.current().leavePlace();
        }
    }

    /// Mostly the answer says nothing of it: that is known without taking a header apart.
    private static boolean closes(RoutingResponse response) {
        return response.headers().contains(HeaderNames.CONNECTION)
                && response.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    private static void discard(RoutingRequest request) {
        try {
            BoundedBody body = BoundedBody.last();
            if (body == null) {
                body = BoundedBody.of(request, MOST_DISCARDED, null);
            }
            if (!body.discard(MOST_DISCARDED)) {
                throw new CloseConnectionException("there is more of a body than anybody wants");
            }
        } catch (IOException | UncheckedIOException | ProblemException ended) {
            throw new CloseConnectionException("the rest of a body did not come", ended);
        }
    }
}
