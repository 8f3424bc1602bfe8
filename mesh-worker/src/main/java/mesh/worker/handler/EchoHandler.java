package mesh.worker.handler;

import mesh.protocol.JobType;
import mesh.protocol.Json;

/// Gives its payload back.
public final class EchoHandler implements JobHandler {
    @Override
    public JobType type() {
        return new JobType("echo");
    }

    @Override
    public Json handle(Json payload, JobContext context) {
        return payload;
    }
}
