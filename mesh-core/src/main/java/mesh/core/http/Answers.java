package mesh.core.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import mesh.core.JobView;
import mesh.protocol.JobId;
import mesh.protocol.json.MeshJson;

/// How answers are written: always as JSON, whatever else the client would accept.
final class Answers {

    /// A list that has no further pages.
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Items<T>(List<T> items) {}

    private Answers() {}

    static void ok(ServerResponse response, Object body) {
        send(response, Status.OK_200, body);
    }

    /// What was asked for will happen.
    static void accepted(ServerResponse response, Object body) {
        send(response, Status.ACCEPTED_202, body);
    }

    static void created(ServerResponse response, JobView job) {
        response.header(HeaderNames.LOCATION, "/v1/jobs/" + job.id());
        send(response, Status.ACCEPTED_202, job);
    }

    /// A job was admitted in place of another.
    static void admitted(ServerResponse response, JobId job) {
        response.header(HeaderNames.LOCATION, "/v1/jobs/" + job);
        send(response, Status.ACCEPTED_202, Map.of("job", job));
    }

    private static void send(ServerResponse response, Status status, Object body) {
        response.status(status);
        response.header(HeaderValues.CONTENT_TYPE_JSON);
        response.send(MeshJson.write(body).getBytes(StandardCharsets.UTF_8));
    }

    /// A list, written as it goes, since its text may be large.
    static void list(ServerResponse response, Object page) {
        response.header(HeaderValues.CONTENT_TYPE_JSON);
        try (OutputStream out = response.outputStream()) {
            MeshJson.MAPPER.writeValue(out, page);
        } catch (IOException | UncheckedIOException gone) {
            throw new CloseConnectionException("the client is gone", gone);
        }
    }
}
