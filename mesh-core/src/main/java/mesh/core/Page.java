package mesh.core;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/// A page of a longer list.
///
/// @param next what to give as `after` for the next page, or null at the end
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> items, String next) {

    /// A page of so many out of what was found, where one more was looked for than fits.
    public static Page<JobView> of(List<JobView> found, int limit) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<JobView> items = List.copyOf(found.subList(0, limit));
        return new Page<>(items, items.getLast().id().toString());
    }
}
