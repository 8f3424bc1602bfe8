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

/// What stands before every route: the headers that keep a browser from guessing and storing, and
/// the token.
final class Guards implements Filter {
    static final Header NO_SNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    private static final Header NO_STORE = HeaderValues.createCached("Cache-Control", "no-store");
    private static final String SCHEME = "Bearer ";

    /// Health and the description of the API, which monitors and tools read before they have a
    /// token.
    private static final Set<String> OPEN =
            Set.of(Routes.OPENAPI, HealthChecks.PATH, HealthChecks.LIVE, HealthChecks.READY);

    private final byte[] token;

    Guards(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.header(NO_SNIFF);
        response.header(NO_STORE);
        if (OPEN.contains(request.prologue().uriPath().path())) {
            chain.proceed();
            return;
        }
        Optional<String> refusal = refusal(request);
        if (refusal.isPresent()) {
            Problems.send(request, response, ProblemException.unauthorized(refusal.get()));
        } else {
            chain.proceed();
        }
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
