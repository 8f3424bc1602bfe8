package mesh.core.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import mesh.core.CoreService;
import mesh.core.IdempotencyKey;
import mesh.core.NewJob;
import mesh.protocol.JobId;
import mesh.protocol.Limits;

/// Takes jobs in, one or many.
final class SubmissionResource {
    private final CoreService core;
    private final BodyBudget budget;

    SubmissionResource(CoreService core, BodyBudget budget) {
        this.core = core;
        this.budget = budget;
    }

    void one(ServerRequest request, ServerResponse response) {
        Bodies.requireJson(request);
        String key = Idempotency.key(request);
        Admitted job =
                budget.read(
                        request,
                        Limits.JOB_BYTES,
                        body -> {
                            byte[] bytes = body.readAllBytes();
                            var errors = new FieldErrors();
                            NewJob wanted =
                                    JobFields.read(
                                            JsonText.read(bytes, JobFields.KEPT), "", errors);
                            errors.check();
                            return submit(wanted, Idempotency.of(key, bytes));
                        });
        Answers.created(response, job);
    }

    /// Once the job is admitted, an answer that has to be read could fail, and a client that is
    /// told of a failure submits the job a second time. So a new job is answered as it was
    /// admitted. Only under a key the job may be an old one, which is read: there a repeat does no
    /// harm. A key outlives a job that retention has removed; that one is answered as it was
    /// admitted too.
    private Admitted submit(NewJob wanted, IdempotencyKey key) {
        JobId id = core.submit(List.of(wanted), key).getFirst();
        if (key == null) {
            return Admitted.of(id, wanted);
        }
        return core.job(id).map(Admitted::of).orElseGet(() -> Admitted.of(id, wanted));
    }

    void batch(ServerRequest request, ServerResponse response) {
        boolean lines = Bodies.isLines(request);
        String key = Idempotency.key(request);
        List<JobId> ids =
                budget.read(
                        request,
                        HttpServer.MOST_BODY,
                        body -> {
                            byte[] bytes = body.readAllBytes();
                            List<NewJob> jobs =
                                    lines ? BatchReader.lines(bytes) : BatchReader.array(bytes);
                            return core.submit(jobs, Idempotency.of(key, bytes));
                        });
        Answers.created(response, ids);
    }
}
