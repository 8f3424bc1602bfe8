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
import mesh.protocol.JobId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.Utf8;

/// How answers are written: always as JSON, whatever else the client would accept.
final class Answers {
    private static final byte[] IDS = Utf8.ascii("{\"ids\":[");

    /// With its quotes, and a comma.
    private static final int ROOM_OF_AN_ID = 39;

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

    static void created(ServerResponse response, Admitted job) {
        response.header(HeaderNames.LOCATION, "/v1/jobs/" + job.id());
        send(response, Status.ACCEPTED_202, job.json());
    }

    /// Many jobs were admitted.
    static void created(ServerResponse response, List<JobId> jobs) {
        var out = new Utf8(IDS.length + jobs.size() * ROOM_OF_AN_ID);
        out.put(IDS);
        for (int at = 0; at < jobs.size(); at++) {
            if (at > 0) {
                out.put(',');
            }
            out.put('"');
            out.id(jobs.get(at).value());
            out.put('"');
        }
        out.put(']');
        out.put('}');
        send(response, Status.ACCEPTED_202, out.bytes());
    }

    /// A job was admitted in place of another.
    static void admitted(ServerResponse response, JobId job) {
        response.header(HeaderNames.LOCATION, "/v1/jobs/" + job);
        send(response, Status.ACCEPTED_202, Map.of("job", job));
    }

    static byte[] json(Object body) {
        return MeshJson.write(body).getBytes(StandardCharsets.UTF_8);
    }

    private static void send(ServerResponse response, Status status, Object body) {
        send(response, status, json(body));
    }

    private static void send(ServerResponse response, Status status, byte[] json) {
        response.status(status);
        response.header(HeaderValues.CONTENT_TYPE_JSON);
        response.send(json);
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
