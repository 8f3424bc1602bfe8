package mesh.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A list, read page by page: one page holds as many things as were asked for or, where they are
/// large, as many as fit into an answer.
///
/// @param path such as `/v1/jobs`
/// @param filters of that path; null where one is not wanted
public record Pages(MeshClient mesh, String path, Map<String, ?> filters) {

    /// Hands over up to so many, each as soon as its page is there.
    ///
    /// @param most at least 1; what one request may ask for is the mesh's to say
    /// @param after where to go on, or null for the first
    /// @return where to go on; null at the end
    /// @throws ProblemException when the mesh refuses
    public String each(int most, String after, Consumer<JsonNode> take) {
        String next = after;
        int left = most;
        while (true) {
            JsonNode page = mesh.get(path + MeshClient.query(query(left, next)));
            JsonNode items = page.path("items");
            items.forEach(take);
            left -= items.size();
            next = page.path("next").asText(null);
            // A page without a thing would be asked for without end.
            if (next == null || left <= 0 || items.isEmpty()) {
                return next;
            }
        }
    }

    /// Hands over all there are.
    ///
    /// @param atOnce how many one request asks for
    public void all(int atOnce, Consumer<JsonNode> take) {
        String before;
        String next = null;
        do {
            before = next;
            next = each(atOnce, before, take);
        } while (next != null && !next.equals(before));
    }

    private Map<String, Object> query(int limit, String after) {
        var query = new LinkedHashMap<String, Object>(filters);
        query.put("limit", limit);
        query.put("after", after);
        return query;
    }
}
