package mesh.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.cli.UserException;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;

/// Asks one mesh. Safe for use by many threads.
public final class MeshClient implements AutoCloseable {
    public static final String JSON = "application/json";
    public static final String NDJSON = "application/x-ndjson";
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /// How long an answer may take beyond what the request itself asks to wait.
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final int NO_CONTENT = 204;
    private static final int OK_BELOW = 300;

    private final Supplier<URI> base;
    private final String token;
    private final String unreachable;
    private final Persistence persistence;
    private final HttpClient http;

    /// Asks once.
    ///
    /// @param unreachable what to say when nothing answers there, and the remedy
    public MeshClient(URI base, String token, String unreachable) {
        this(() -> base, token, unreachable, Persistence.NONE);
    }

    /// @param base where the mesh is now; it may be started again elsewhere
    public MeshClient(
            Supplier<URI> base, String token, String unreachable, Persistence persistence) {
        this.base = base;
        this.token = token;
        this.unreachable = unreachable;
        this.persistence = persistence;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    public URI base() {
        return base.get();
    }

    Persistence persistence() {
        return persistence;
    }

    /// @param path from `/v1` on, encoded
    /// @throws ProblemException when the mesh refuses
    /// @throws UserException when nothing answers
    public JsonNode get(String path) {
        return get(path, Duration.ZERO);
    }

    /// @param patience how long to ask again at the least where nothing answers
    public JsonNode get(String path, Duration patience) {
        return exchange(path, HttpRequest.Builder::GET, persistence.atLeast(patience));
    }

    public JsonNode post(
            String path, String contentType, String body, Map<String, String> headers) {
        return exchange(
                path,
                request -> {
                    headers.forEach(request::setHeader);
                    return request.setHeader("Content-Type", contentType)
                            .POST(BodyPublishers.ofString(body));
                },
                persistence);
    }

    public JsonNode post(String path) {
        return exchange(path, request -> request.POST(BodyPublishers.noBody()), persistence);
    }

    public JsonNode delete(String path) {
        return exchange(path, HttpRequest.Builder::DELETE, persistence);
    }

    /// A stream of server-sent events, line by line as they come; to be closed.
    ///
    /// @param lastEventId the id of the last event that is had; null for none
    /// @return empty where there is nothing to tell and never will be
    /// @throws ProblemException when the mesh refuses
    /// @throws UserException when nothing answers; a stream that breaks is an UncheckedIOException
    ///     of its lines
    Optional<Stream<String>> stream(String path, String lastEventId) {
        HttpRequest.Builder request = request(path).setHeader("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.setHeader("Last-Event-ID", lastEventId);
        }
        HttpResponse<Stream<String>> response = send(request.GET().build(), BodyHandlers.ofLines());
        if (response.statusCode() >= OK_BELOW) {
            try (Stream<String> lines = response.body()) {
                throw refusal(response, lines.collect(Collectors.joining("\n")), false);
            }
        }
        if (response.statusCode() == NO_CONTENT) {
            response.body().close();
            return Optional.empty();
        }
        return Optional.of(response.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base.get() + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token)
                .header("Accept", JSON);
    }

    private JsonNode exchange(
            String path, UnaryOperator<HttpRequest.Builder> method, Persistence patience) {
        return patience.until(again -> exchange(method.apply(request(path)).build(), again));
    }

    private JsonNode exchange(HttpRequest request, boolean again) {
        HttpResponse<String> response =
                send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() >= OK_BELOW) {
            throw refusal(response, response.body(), again);
        }
        return parse(response.body());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (ConnectException | HttpConnectTimeoutException nobody) {
            throw UserException.noConnection(unreachable, nobody);
        } catch (HttpTimeoutException silent) {
            throw UserException.noConnection(
                    "the mesh at %s has not answered for %d s"
                            .formatted(origin(request), ANSWER.toSeconds()),
                    silent);
        } catch (IOException broken) {
            throw UserException.noConnection(
                    "the connection to the mesh at %s broke before it answered; it may be starting"
                            .formatted(origin(request)),
                    broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw UserException.noConnection("interrupted", stopped);
        }
    }

    private static String origin(HttpRequest request) {
        return request.uri().getScheme() + "://" + request.uri().getAuthority();
    }

    private static ProblemException refusal(HttpResponse<?> response, String body, boolean again) {
        Duration retryAfter =
                response.headers()
                        .firstValue("Retry-After")
                        .filter(seconds -> seconds.matches("[0-9]{1,4}"))
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                        .orElse(null);
        return new ProblemException(response.statusCode(), parse(body), retryAfter, again);
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode tree = body.isBlank() ? null : MeshJson.tree(body);
            return tree == null ? JsonNodeFactory.instance.objectNode() : tree;
        } catch (NotJsonException notTheMesh) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("title", "what answers there is no mesh: it does not speak JSON");
        }
    }

    /// A query such as `?state=queued&limit=10`, without what is null.
    public static String query(Map<String, ?> parameters) {
        String query =
                parameters.entrySet().stream()
                        .filter(entry -> entry.getValue() != null)
                        .map(entry -> entry.getKey() + "=" + encode(entry.getValue().toString()))
                        .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    /// One step of a path or one value of a query.
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
