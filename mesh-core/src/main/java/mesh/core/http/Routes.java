package mesh.core.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import mesh.core.CoreService;

/// Every call of the contract and who answers it.
final class Routes {
    static final String OPENAPI = "/openapi";

    private Routes() {}

    static RouteTable table(
            CoreService core,
            EventStreams streams,
            BodyBudget budget,
            PrometheusMeterRegistry meters) {
        var submission = new SubmissionResource(core, budget);
        var jobs = new JobsResource(core);
        var why = new WhyResource(core, budget);
        var events = new EventsResource(core, streams);
        var nodes = new NodesResource(core);
        var quarantine = new QuarantineResource(core, budget);
        var many = new ManyResource(core, budget);
        return new RouteTable()
                .post("/v1/jobs", submission::one)
                .get("/v1/jobs", jobs::list)
                .post("/v1/jobs/batch", submission::batch)
                .post("/v1/jobs/why", why::dryRun)
                .get("/v1/jobs/{id}", jobs::get)
                .post("/v1/jobs/{id}/cancel", jobs::cancel)
                .get("/v1/jobs/{id}/events", events::ofJob)
                .get("/v1/jobs/{id}/partials", jobs::partials)
                .get("/v1/jobs/{id}/why", why::ofJob)
                .get("/v1/nodes", nodes::list)
                .get("/v1/nodes/{id}", nodes::get)
                .post("/v1/nodes/{id}/drain", nodes::drain)
                .get("/v1/stats", (_, response) -> Answers.ok(response, core.stats()))
                .get("/v1/events", events::ofAll)
                .get("/v1/quarantine", quarantine::list)
                .post("/v1/quarantine/requeue", many::requeue)
                .post("/v1/quarantine/delete", many::forget)
                .get("/v1/quarantine/{id}", quarantine::get)
                .post("/v1/quarantine/{id}/requeue", quarantine::requeue)
                .delete("/v1/quarantine/{id}", quarantine::forget)
                .get(MetricsResource.PATH, new MetricsResource(core, meters)::get)
                .get(OPENAPI, new OpenApiResource()::get);
    }
}
