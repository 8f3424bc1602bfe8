package mesh.core.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// Problems of requests that never reach a route: a line that is no HTTP, headers over the limit,
/// more requests at once than are taken.
final class TransportProblems implements DirectHandler {

    static DirectHandlers handlers() {
        var handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, new TransportProblems());
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        Problem problem =
                Problem.plain(
                        status, message == null || message.isBlank() ? explain(status) : message);
        var response =
                TransportResponse.builder()
                        .status(status)
                        .headers(headers)
                        .keepAlive(type.keepAlive())
                        .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                        .header(HeaderNames.CACHE_CONTROL, "no-store")
                        .header(Guards.NO_SNIFF)
                        .entity(Problems.bytes(problem));
        if (status.code() == Status.SERVICE_UNAVAILABLE_503.code()) {
            response.header(HeaderNames.RETRY_AFTER, "1");
        }
        return response.build();
    }

    private static String explain(Status status) {
        return switch (status.code()) {
            case 413 -> "a body is at most " + HttpServer.MOST_BODY + " bytes";
            case 400 -> "this is no HTTP/1.1 request that can be read";
            default -> status.reasonPhrase();
        };
    }
}
