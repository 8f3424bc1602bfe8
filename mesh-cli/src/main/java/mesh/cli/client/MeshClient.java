package mesh.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import mesh.cli.UserException;
import mesh.protocol.json.MeshJson;

/// Asks one mesh. Safe for use by many threads.
public final class MeshClient implements AutoCloseable {
    public static final String JSON = "application/json";
    public static final String NDJSON = "application/x-ndjson";
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /// How long an answer may take beyond what the request itself asks to wait.
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final int OK_BELOW = 300;

    private final URI base;
    private final String token;
    private final String unreachable;
    private final HttpClient http;

    /// @param unreachable what to say when nothing answers there, and the remedy
    public MeshClient(URI base, String token, String unreachable) {
        this.base = base;
        this.token = token;
        this.unreachable = unreachable;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    public URI base() {
        return base;
    }

    /// @param path from `/v1` on, encoded
    /// @throws ProblemException when the mesh refuses
    /// @throws UserException when nothing answers
    public JsonNode get(String path) {
        return exchange(request(path).GET().build());
    }

    public JsonNode post(
            String path, String contentType, String body, Map<String, String> headers) {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return exchange(request.build());
    }

    public JsonNode post(String path) {
        return exchange(request(path).POST(BodyPublishers.noBody()).build());
    }

    public JsonNode delete(String path) {
        return exchange(request(path).DELETE().build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token)
                .header("Accept", JSON);
    }

    private JsonNode exchange(HttpRequest request) {
        HttpResponse<String> response;
        try {
            response = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException nobody) {
            throw UserException.noConnection(unreachable, nobody);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw UserException.noConnection("interrupted", stopped);
        }
        JsonNode body = parse(response.body());
        if (response.statusCode() >= OK_BELOW) {
            throw new ProblemException(response.statusCode(), body);
        }
        return body;
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode tree = body.isBlank() ? null : MeshJson.MAPPER.readTree(body);
            return tree == null ? JsonNodeFactory.instance.objectNode() : tree;
        } catch (JsonProcessingException notTheMesh) {
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
