package mesh.core;

import java.util.List;
import java.util.UUID;

/// Ids of what a query finds in quarantine, to be dealt with together.
///
/// @param ids the newest first, {@value QuarantineQuery#MOST_SELECTED} at most
/// @param remaining how many more it finds
public record QuarantineSelection(List<UUID> ids, long remaining) {}
