package mesh.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import mesh.protocol.json.MeshJson;

/// Says requests in one line each.
final class Client implements AutoCloseable {
    static final String TOKEN = "secret-of-the-tests";
    private final HttpClient http;
    final String url;

    Client(String url) {
        this(url, HttpClient.newBuilder());
    }

    /// @param from an address of this machine, by which the server knows the client
    Client(String url, InetAddress from) {
        this(url, HttpClient.newBuilder().localAddress(from));
    }

    private Client(String url, HttpClient.Builder http) {
        this.url = url;
        this.http = http.connectTimeout(Duration.ofSeconds(5)).build();
    }

    /// @param headers names and values in turn
    Answer send(String method, String path, BodyPublisher body, String... headers) {
        try {
            var response =
                    http.send(
                            request(method, path, body, headers),
                            BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /// The body as it comes, for event streams.
    HttpResponse<InputStream> open(String path, String... headers) {
        try {
            return http.send(
                    request("GET", path, BodyPublishers.noBody(), headers),
                    BodyHandlers.ofInputStream());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
        var request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .method(method, body)
                        .timeout(Duration.ofSeconds(20));
        if (!List.of(headers).contains("Authorization")) {
            request.header("Authorization", "Bearer " + TOKEN);
        }
        for (int i = 0; i < headers.length; i += 2) {
            if (!headers[i + 1].isEmpty()) {
                request.header(headers[i], headers[i + 1]);
            }
        }
        return request.build();
    }

    Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, BodyPublishers.ofString(body), headers);
    }

    /// Bytes that may be no text.
    Answer post(String path, byte[] body) {
        return send("POST", path, BodyPublishers.ofByteArray(body));
    }

    Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    @Override
    public void close() {
        http.close();
    }

    /// @param response as it came
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return MeshJson.MAPPER.readTree(response.body());
            } catch (IOException noJson) {
                throw new UncheckedIOException("not JSON: " + response.body(), noJson);
            }
        }

        String id() {
            return json().path("id").asText();
        }

        List<String> fields() {
            return json().path("errors").valueStream().map(e -> e.path("field").asText()).toList();
        }

        String message() {
            return json().path("errors").path(0).path("message").asText();
        }
    }
}
