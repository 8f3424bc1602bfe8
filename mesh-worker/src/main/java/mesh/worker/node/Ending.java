package mesh.worker.node;

import mesh.protocol.Json;
import mesh.protocol.message.JobError;

/// How a handler ended.
public sealed interface Ending {

    /// With a result that was checked.
    record Returned(Json result) implements Ending {}

    /// With an error. Where it had been told to stop, that is why, whatever the error says.
    record Failed(JobError error) implements Ending {}
}
