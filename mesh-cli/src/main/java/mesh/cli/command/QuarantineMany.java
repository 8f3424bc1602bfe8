package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.client.MeshClient;
import mesh.cli.show.Text;

/// Deals with all in quarantine that a filter finds, as many requests as it takes.
final class QuarantineMany {
    private static final int FAILURES_SHOWN = 10;

    private final MeshClient mesh;
    private final Screen screen;
    private final boolean json;

    QuarantineMany(MeshClient mesh, Screen screen, boolean json) {
        this.mesh = mesh;
        this.screen = screen;
        this.json = json;
    }

    /// @param what the path's last word
    /// @param done what the answer calls those that were dealt with
    /// @param change what is changed about each; may be empty
    int each(String what, String done, QuarantineFilter filter, ObjectNode change) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        filter.given().forEach(request::put);
        if (request.isEmpty()) {
            request.put("all", true);
        }
        if (!change.isEmpty()) {
            request.set("change", change);
        }
        int sum = 0;
        int now;
        JsonNode answer;
        var failed = new LinkedHashMap<String, JsonNode>();
        do {
            answer =
                    mesh.post(
                            "/v1/quarantine/" + what,
                            MeshClient.JSON,
                            request.toString(),
                            Map.of());
            now = answer.path(done).asInt();
            sum += now;
            answer.path("failed").forEach(one -> failed.put(one.path("id").asText(), one));
            // Where nothing could be done, asking again would not end.
        } while (now > 0 && answer.path("remaining").asLong() > 0);
        return tell(done, sum, failed, answer);
    }

    private int tell(String done, int sum, Map<String, JsonNode> failed, JsonNode last) {
        long remaining = last.path("remaining").asLong();
        if (json) {
            ObjectNode told = JsonNodeFactory.instance.objectNode().put(done, sum);
            ArrayNode list = told.putArray("failed");
            failed.values().forEach(list::add);
            screen.out().println(told.put("remaining", remaining));
        } else {
            screen.out()
                    .println(
                            "%d %s%s"
                                    .formatted(
                                            sum,
                                            done,
                                            failed.isEmpty()
                                                    ? ""
                                                    : ", %d could not be"
                                                            .formatted(failed.size())));
            failed.values().stream()
                    .limit(FAILURES_SHOWN)
                    .forEach(
                            one ->
                                    screen.err()
                                            .println(
                                                    one.path("id").asText()
                                                            + ": "
                                                            + Text.plain(
                                                                    one.path("reason").asText())));
            if (failed.size() > FAILURES_SHOWN) {
                screen.err().println("… and %d more".formatted(failed.size() - FAILURES_SHOWN));
            }
        }
        if (last.path("stopped").isTextual()) {
            throw UserException.noConnection(
                    "%d remain: %s".formatted(remaining, last.path("stopped").asText()), null);
        }
        return failed.isEmpty() && remaining == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
