package mesh.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A list of jobs, read page by page: one page holds as many jobs as were asked for or, where they
/// are large, as many as fit into an answer.
///
/// @param filters of `GET /v1/jobs`; null where one is not wanted
public record JobPages(MeshClient mesh, Map<String, ?> filters) {

    /// Hands over up to so many jobs, each as soon as its page is there.
    ///
    /// @param most at least 1; what one request may ask for is the mesh's to say
    /// @param after where to go on, or null for the newest
    /// @return where to go on; null at the end
    /// @throws ProblemException when the mesh refuses
    public String each(int most, String after, Consumer<JsonNode> take) {
        String next = after;
        int left = most;
        while (true) {
            JsonNode page = mesh.get("/v1/jobs" + MeshClient.query(query(left, next)));
            JsonNode items = page.path("items");
            items.forEach(take);
            left -= items.size();
            next = page.path("next").asText(null);
            // A page without a job would be asked for without end.
            if (next == null || left <= 0 || items.isEmpty()) {
                return next;
            }
        }
    }

    private Map<String, Object> query(int limit, String after) {
        var query = new LinkedHashMap<String, Object>(filters);
        query.put("limit", limit);
        query.put("after", after);
        return query;
    }
}
