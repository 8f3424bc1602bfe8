package mesh.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mesh.cli.UserException;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;

/// Follows the events of one job as they happen, until it has ended. A stream that breaks, because
/// the mesh is started again, is taken up where it broke: no event of the job's log is told twice
/// or left out.
public final class Following {
    /// How long a mesh that does not answer is asked once more.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MeshClient mesh;
    private final String path;
    private final Persistence persistence;
    private String lastId;
    private boolean endTold;

    private Following(MeshClient mesh, String id, Persistence persistence) {
        this.mesh = mesh;
        this.path = "/v1/jobs/" + MeshClient.encode(id);
        this.persistence = persistence.atLeast(PATIENCE);
    }

    /// Hands over each event, those that were first, and returns the job once it has ended.
    ///
    /// @throws ProblemException where there is no such job
    /// @throws UserException when the mesh does not answer for a minute
    public static JsonNode untilEnd(MeshClient mesh, String id, Consumer<JsonNode> each) {
        return new Following(mesh, id, mesh.persistence()).run(each);
    }

    private JsonNode run(Consumer<JsonNode> each) {
        while (!endTold) {
            String before = lastId;
            Optional<Stream<String>> open =
                    persistence.until(_ -> mesh.stream(path + "/events", lastId));
            if (open.isEmpty()) {
                // There is nothing more to tell: it ended with the last event that is known here.
                break;
            }
            try (Stream<String> lines = open.get()) {
                read(lines.iterator(), each);
            } catch (UncheckedIOException broken) {
                // The next stream goes on where this one ended.
            }
            if (Objects.equals(before, lastId)) {
                Persistence.pause();
            }
        }
        return mesh.get(path, PATIENCE);
    }

    private void read(Iterator<String> lines, Consumer<JsonNode> each) {
        String id = null;
        String data = null;
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("data: ")) {
                data = line.substring("data: ".length());
            } else if (line.isEmpty() && data != null) {
                JsonNode event = parse(data);
                // Another thing than an event is the word that this client reads too slowly.
                if (event.has("name")) {
                    each.accept(event);
                }
                if (id != null) {
                    lastId = id;
                    endTold = Job.ended(event);
                }
                id = null;
                data = null;
            }
        }
    }

    private static JsonNode parse(String data) {
        try {
            return MeshJson.tree(data);
        } catch (NotJsonException noEvent) {
            throw UserException.failed("the mesh told an event that is no JSON", noEvent);
        }
    }
}
