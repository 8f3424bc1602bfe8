package mesh.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Waits for jobs to end, with a bounded number of waiting requests: jobs end about in the order in
/// which they were given, so those at the front are waited for.
public final class Awaiting {
    /// How many requests wait at once.
    private static final int WINDOW = 32;

    private static final Duration EACH = Duration.ofSeconds(20);

    /// How long a mesh that does not answer, because it is started again, is asked once more.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Awaiting() {}

    /// Waits for one job, however long it takes.
    public static JsonNode ended(MeshClient client, String id) {
        String path = "/v1/jobs/" + MeshClient.encode(id) + "?wait=" + EACH;
        while (true) {
            JsonNode job = client.get(path, PATIENCE);
            if (Job.ended(job)) {
                return job;
            }
        }
    }

    /// Waits for all of these and tells of each once, on the caller's thread.
    public static void ended(MeshClient client, List<String> ids, Consumer<JsonNode> each) {
        Together.each(ids, WINDOW, id -> ended(client, id), each);
    }
}
