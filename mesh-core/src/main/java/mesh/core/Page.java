package mesh.core;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/// A page of a longer list.
///
/// @param next what to give as `after` for the next page, or null at the end
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> items, String next) {}
