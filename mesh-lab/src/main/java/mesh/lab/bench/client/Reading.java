package mesh.lab.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import mesh.protocol.json.MeshJson;

/// How many jobs a mesh has had, at a moment.
///
/// @param nanos of {@link System#nanoTime}, when it was asked for
/// @param open that have not ended
/// @param failed that ended otherwise than they should
/// @param online nodes
public record Reading(long nanos, long succeeded, long open, long failed, int online) {
    private static final List<String> OPEN = List.of("queued", "assigned", "running");
    private static final List<String> FAILED = List.of("failed", "expired", "cancelled");

    static Reading take(Connection connection, byte[] request) throws IOException {
        long before = System.nanoTime();
        JsonNode stats = MeshJson.MAPPER.readTree(connection.send(request).orFail().body());
        long nanos = before + (System.nanoTime() - before) / 2;
        JsonNode jobs = stats.path("jobs");
        return new Reading(
                nanos,
                jobs.path("succeeded").asLong(),
                sum(jobs, OPEN),
                sum(jobs, FAILED),
                stats.path("nodes").path("online").asInt());
    }

    private static long sum(JsonNode jobs, List<String> states) {
        return states.stream().mapToLong(state -> jobs.path(state).asLong()).sum();
    }
}
