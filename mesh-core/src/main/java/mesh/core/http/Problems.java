package mesh.core.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Map;
import mesh.core.IdempotencyConflictException;
import mesh.core.OverloadedException;
import mesh.core.http.edge.Connection;
import mesh.core.store.StoreException;
import mesh.protocol.json.MeshJson;

/// Turns whatever was thrown into a {@link Problem}.
final class Problems {
    private static final System.Logger LOGGER = System.getLogger(Problems.class.getName());

    /// A disk that was full or busy may be free again by then.
    private static final Duration STORE_RETRY = Duration.ofSeconds(2);

    private Problems() {}

    static void install(HttpRouting.Builder routing) {
        routing.error(ProblemException.class, Problems::send);
        routing.error(
                OverloadedException.class,
                (request, response, overloaded) ->
                        send(
                                request,
                                response,
                                ProblemException.retryLater(
                                        overloaded.tooMuch()
                                                ? ProblemKind.TOO_MANY_REQUESTS
                                                : ProblemKind.UNAVAILABLE,
                                        overloaded.getMessage(),
                                        overloaded.retryAfter())));
        routing.error(
                IdempotencyConflictException.class,
                (request, response, conflict) ->
                        send(
                                request,
                                response,
                                ProblemException.at(
                                        ProblemKind.IDEMPOTENCY_CONFLICT,
                                        Idempotency.HEADER.defaultCase(),
                                        conflict.getMessage())));
        routing.error(StoreException.class, Problems::store);
        routing.error(HttpException.class, Problems::helidon);
        routing.error(Throwable.class, Problems::unexpected);
    }

    static void send(ServerRequest request, ServerResponse response, ProblemException thrown) {
        send(request, response, thrown.problem(), thrown.headers());
    }

    /// What Helidon throws itself, such as 404 for a path that nobody has.
    private static void helidon(
            ServerRequest request, ServerResponse response, HttpException thrown) {
        Status status = thrown.status();
        if (status.code() == Status.NOT_FOUND_404.code()) {
            String path = request.path().absolute().path();
            send(
                    request,
                    response,
                    ProblemException.at(
                            ProblemKind.NOT_FOUND,
                            "path",
                            "there is no " + Texts.brief(path) + "; /openapi lists what there is"));
        } else if (status.code() >= Status.INTERNAL_SERVER_ERROR_500.code()) {
            unexpected(request, response, thrown);
        } else {
            Problem problem = Problem.plain(status, String.valueOf(thrown.getMessage()));
            send(request, response, problem, Map.of());
        }
    }

    /// The disk does not do its part, which may pass; why is for the operator, not for a client.
    private static void store(
            ServerRequest request, ServerResponse response, StoreException thrown) {
        log(System.Logger.Level.WARNING, request, thrown);
        send(
                request,
                response,
                ProblemException.retryLater(
                        ProblemKind.UNAVAILABLE,
                        "the core's store does not answer; its log has the cause",
                        STORE_RETRY));
    }

    private static void unexpected(
            ServerRequest request, ServerResponse response, Throwable thrown) {
        log(System.Logger.Level.ERROR, request, thrown);
        Problem problem =
                Problem.of(
                        ProblemKind.INTERNAL,
                        "the request met a fault of the core's own; its log has the cause",
                        java.util.List.of());
        send(request, response, problem, Map.of());
    }

    private static void log(System.Logger.Level level, ServerRequest request, Throwable thrown) {
        LOGGER.log(
                level,
                request.prologue().method() + " " + request.path().absolute().path() + " failed",
                thrown);
    }

    private static void send(
            ServerRequest request,
            ServerResponse response,
            Problem problem,
            Map<String, String> headers) {
        boolean keep = canBeDiscarded(request, problem.status()) && !Connection.current().isSpare();
        response.status(problem.status());
        response.header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (!keep) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        byte[] body = bytes(problem);
        if (request.prologue().method().equals(Method.HEAD)) {
            // A body would be taken for the beginning of the next answer.
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
            response.send();
        } else {
            response.send(body);
        }
    }

    static byte[] bytes(Problem problem) {
        return MeshJson.write(problem).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /// Whether what is left of the body is known to be so little that it may be read to its end,
    /// where the next request begins. Who has shown no token is not listened to any further.
    private static boolean canBeDiscarded(ServerRequest request, int status) {
        if (!request.content().hasEntity() || request.content().consumed()) {
            return true;
        }
        if (status == ProblemKind.UNAUTHORIZED.status() || awaitsContinue(request)) {
            return false;
        }
        long declared = request.headers().contentLength().orElse(Long.MAX_VALUE);
        return declared <= Lingering.MOST_DISCARDED;
    }

    private static boolean awaitsContinue(ServerRequest request) {
        return request.headers().contains(HeaderValues.EXPECT_100) && !request.continueSent();
    }
}
