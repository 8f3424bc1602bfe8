package mesh.core.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import mesh.core.CoreService;
import mesh.core.Why;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Limits;
import mesh.protocol.needs.Needs;

/// Why a job is not running, or one that is only thought of would not.
final class WhyResource {
    private final CoreService core;
    private final BodyBudget budget;

    WhyResource(CoreService core, BodyBudget budget) {
        this.core = core;
        this.budget = budget;
    }

    void ofJob(ServerRequest request, ServerResponse response) {
        JobId id = Parameters.pathJob(request);
        Answers.ok(response, core.why(id).orElseThrow(() -> Parameters.noJob(id)));
    }

    void dryRun(ServerRequest request, ServerResponse response) {
        Bodies.requireJson(request);
        Why why =
                budget.read(
                        request,
                        Limits.JOB_BYTES,
                        body -> {
                            var errors = new FieldErrors();
                            Fields fields =
                                    Fields.of(JsonText.read(body.readAllBytes()), "", errors);
                            errors.check();
                            fields.allow(Set.of("type", "needs"));
                            JobType type = fields.type();
                            Needs needs = fields.needs(Needs::of);
                            errors.check();
                            return core.why(type, needs);
                        });
        Answers.ok(response, why);
    }
}
