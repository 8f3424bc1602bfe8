package mesh.lab.bench.mesh;

import mesh.lab.bench.client.Work;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.worker.handler.JobContext;
import mesh.worker.handler.JobHandler;

/// What the benchmark's jobs do: nothing. Only nodes that are started for it announce the type.
public final class NoopHandler implements JobHandler {
    private static final Json RESULT = new Json(Work.RESULT);

    @Override
    public JobType type() {
        return new JobType(Work.TYPE);
    }

    @Override
    public boolean onlyWhereAllowed() {
        return true;
    }

    @Override
    public Json handle(Json payload, JobContext context) {
        return RESULT;
    }
}
