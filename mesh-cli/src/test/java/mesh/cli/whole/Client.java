package mesh.cli.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mesh.protocol.json.MeshJson;

/// Somebody who knows the contract of HTTP and nothing else.
final class Client {

    /// An answer.
    ///
    /// @param body parsed, or missing where it is no JSON
    record Answer(int status, HttpResponse<String> response, JsonNode body) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    Client(Path data) {
        this(MeshProcess.endpoint(data, "http"), MeshProcess.credential(data, "token"));
    }

    Client(String url, String token) {
        this.url = url;
        this.token = token;
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).setHeader("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.POST(BodyPublishers.ofString(body)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Stream<String> follow(String path) {
        try {
            HttpRequest request = request(path).header("Accept", "text/event-stream").build();
            return http.send(request, BodyHandlers.ofLines()).body();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// Submits a job and waits for its end.
    JsonNode run(String job) {
        Answer submitted = post("/v1/jobs", job);
        if (submitted.status() != 202) {
            throw new AssertionError(submitted.response().body());
        }
        return await(submitted.body().path("id").asText());
    }

    JsonNode await(String id) {
        return get("/v1/jobs/" + id + "?wait=PT30S").body();
    }

    /// Submits a batch and returns the ids.
    List<String> batch(String jobs) {
        Answer submitted = post("/v1/jobs/batch", jobs);
        if (submitted.status() != 202) {
            throw new AssertionError(submitted.response().body());
        }
        return submitted.body().path("ids").valueStream().map(JsonNode::asText).toList();
    }

    long count(String state) {
        return get("/v1/stats").body().path("jobs").path(state).asLong();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response, parse(response.body()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return MeshJson.MAPPER.readTree(body);
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }
}
