package mesh.core.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import mesh.core.http.edge.Connection;

/// What stands before every route: the headers that keep a browser from guessing and storing, and
/// the token, and a place among the requests that are answered at once.
final class Guards implements Filter {
    static final Header NO_SNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    private static final Header NO_STORE = HeaderValues.createCached("Cache-Control", "no-store");
    private static final String SCHEME = "Bearer ";

    /// Like the description of the API, open to monitors and tools that have no token.
    private static final Set<String> HEALTH =
            Set.of(HealthChecks.PATH, HealthChecks.LIVE, HealthChecks.READY);

    private final byte[] token;
    private final Places places;

    Guards(String token, Places places) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.places = places;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.header(NO_SNIFF);
        response.header(NO_STORE);
        String path = request.prologue().uriPath().path();
        try {
            if (!HEALTH.contains(path)) {
                enter(path, request);
            }
        } catch (ProblemException refused) {
            Problems.send(request, response, refused);
            return;
        }
        chain.proceed();
    }

    /// Health takes no place: it is answered while all of them are taken.
    private void enter(String path, RoutingRequest request) {
        if (path.equals(Routes.OPENAPI)) {
            places.enter(places.descriptions());
            return;
        }
        refusal(request)
                .ifPresent(
                        reason -> {
                            throw ProblemException.unauthorized(reason);
                        });
        Connection.current().trust();
        places.enter(places.requests());
    }

    private Optional<String> refusal(RoutingRequest request) {
        Optional<String> given = request.headers().first(HeaderNames.AUTHORIZATION);
        if (given.isEmpty()) {
            return Optional.of(
                    "send the header `Authorization: Bearer …`; `mesh token` prints the token");
        }
        if (!given.get().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.of("`Authorization` must be `Bearer` and the token");
        }
        // How long it takes depends on the guess's length alone, not on how much of it is right.
        String guess = given.get().substring(SCHEME.length()).strip();
        return MessageDigest.isEqual(guess.getBytes(StandardCharsets.UTF_8), token)
                ? Optional.empty()
                : Optional.of("the token is wrong; `mesh token` prints the right one");
    }
}
