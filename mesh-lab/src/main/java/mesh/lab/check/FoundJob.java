package mesh.lab.check;

import java.util.List;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Needs;

/// A job that the mesh has, as it shows it, with everything that happened to it.
///
/// @param submission the label that names the submission; null where it has none
/// @param state as shown, by its wire name
/// @param attempt as shown
/// @param node as shown; null where none
/// @param result as shown; null where none
/// @param events in the order in which the mesh gives them
public record FoundJob(
        JobId id,
        String submission,
        JobType type,
        Needs needs,
        int maxAttempts,
        String state,
        int attempt,
        NodeId node,
        Json result,
        List<LoggedEvent> events) {
    public FoundJob {
        events = List.copyOf(events);
    }
}
