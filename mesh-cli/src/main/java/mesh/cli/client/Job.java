package mesh.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/// What the command line has to know of a job that the mesh has shown.
public final class Job {
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "expired", "cancelled");

    private Job() {}

    public static String id(JsonNode job) {
        return job.path("id").asText();
    }

    public static String state(JsonNode job) {
        return job.path("state").asText();
    }

    public static boolean ended(JsonNode job) {
        return ENDED.contains(state(job));
    }

    public static boolean succeeded(JsonNode job) {
        return state(job).equals("succeeded");
    }

    /// Why it ended without success, in one line.
    public static String failure(JsonNode job) {
        JsonNode error = job.path("error");
        return error.isObject()
                ? "%s: %s".formatted(error.path("code").asText(), error.path("message").asText())
                : state(job);
    }
}
