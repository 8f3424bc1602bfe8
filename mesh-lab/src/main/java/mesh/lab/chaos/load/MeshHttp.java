package mesh.lab.chaos.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import mesh.protocol.json.MeshJson;

/// Asks a mesh that may be gone just now. A failure is an answer like others. Safe for use by many
/// threads.
public final class MeshHttp implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final String base;
    private final Supplier<String> tokens;
    private final HttpClient http;
    private volatile String token;

    /// @param tokens where the token is found, once the mesh has one
    public MeshHttp(String base, Supplier<String> tokens) {
        this.base = base;
        this.tokens = tokens;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    public Reply get(String path) {
        return send(request(path).GET());
    }

    public Reply post(String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        if (token == null || token.isEmpty()) {
            token = tokens.get();
        }
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token);
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            Optional<Duration> retryAfter =
                    response.headers()
                            .firstValue("Retry-After")
                            .map(Long::parseLong)
                            .map(Duration::ofSeconds);
            return new Reply(response.statusCode(), parse(response.body()), retryAfter, null, true);
        } catch (ConnectException | HttpConnectTimeoutException nobody) {
            return unanswered("no connection", false);
        } catch (IOException cut) {
            return unanswered("cut: " + cut.getMessage(), true);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return unanswered("interrupted", true);
        }
    }

    private static Reply unanswered(String why, boolean sent) {
        return new Reply(0, MeshJson.MAPPER.createObjectNode(), Optional.empty(), why, sent);
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode tree = body.isBlank() ? null : MeshJson.MAPPER.readTree(body);
            return tree == null ? MeshJson.MAPPER.createObjectNode() : tree;
        } catch (JsonProcessingException noJson) {
            return MeshJson.MAPPER.createObjectNode().put("title", body);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
