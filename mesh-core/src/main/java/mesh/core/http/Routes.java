package mesh.core.http;

import io.helidon.webserver.http.Handler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;
import mesh.core.CoreService;

/// Every call of the contract and who answers it.
final class Routes {
    static final String OPENAPI = "/openapi";

    private Routes() {}

    static RouteTable table(
            CoreService core,
            EventStreams streams,
            BodyBudget budget,
            Places places,
            PrometheusMeterRegistry meters) {
        var submission = new SubmissionResource(core, budget);
        var jobs = new JobsResource(core, places);
        var why = new WhyResource(core, budget);
        var events = new EventsResource(core, streams, places);
        var nodes = new NodesResource(core);
        var quarantine = new QuarantineResource(core, budget);
        var many = new ManyResource(core, budget);
        return new RouteTable()
                .post("/v1/jobs", bare(submission::one))
                .get("/v1/jobs", jobs::list)
                .post("/v1/jobs/batch", bare(submission::batch))
                .post("/v1/jobs/why", bare(why::dryRun))
                .get("/v1/jobs/{id}", jobs::get)
                .post("/v1/jobs/{id}/cancel", bare(jobs::cancel))
                .get("/v1/jobs/{id}/events", bare(events::ofJob))
                .get("/v1/jobs/{id}/partials", jobs::partials)
                .get("/v1/jobs/{id}/why", bare(why::ofJob))
                .get("/v1/nodes", bare(nodes::list))
                .get("/v1/nodes/{id}", bare(nodes::get))
                .post("/v1/nodes/{id}/drain", bare(nodes::drain))
                .get("/v1/stats", bare((_, response) -> Answers.ok(response, core.stats())))
                .get("/v1/events", events::ofAll)
                .get("/v1/quarantine", quarantine::list)
                .post("/v1/quarantine/requeue", bare(many::requeue))
                .post("/v1/quarantine/delete", bare(many::forget))
                .get("/v1/quarantine/{id}", bare(quarantine::get))
                .post("/v1/quarantine/{id}/requeue", bare(quarantine::requeue))
                .delete("/v1/quarantine/{id}", bare(quarantine::forget))
                .get(MetricsResource.PATH, new MetricsResource(core, meters)::get)
                .get(OPENAPI, new OpenApiResource()::get);
    }

    /// A call without parameters: what it would not look at is refused.
    private static Handler bare(Handler handler) {
        return (request, response) -> {
            new Parameters(request, Set.of()).check();
            handler.handle(request, response);
        };
    }
}
