package mesh.core.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import mesh.core.CoreService;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.http.edge.Connection;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Limits;

/// Jobs that there are: one, a page of them, and the wish to cancel one.
final class JobsResource {
    /// The longest that a client may wait in one request; it holds a connection for so long.
    static final Duration MOST_WAIT = Duration.ofSeconds(60);

    private static final int MOST_LABEL = 1024;
    private final CoreService core;
    private final Places places;

    JobsResource(CoreService core, Places places) {
        this.core = core;
        this.places = places;
    }

    void get(ServerRequest request, ServerResponse response) {
        JobId id = Parameters.pathJob(request);
        var parameters = new Parameters(request, Set.of("wait"));
        Duration wait =
                parameters.get("wait", text -> Parameters.duration(text, Duration.ZERO, MOST_WAIT));
        parameters.check();
        Optional<JobView> job = wait == null ? core.job(id) : await(id, wait);
        Answers.ok(response, job.orElseThrow(() -> Parameters.noJob(id)));
    }

    /// The wait ends when its client goes. Whoever finds no place to wait in is still told of a job
    /// that has ended.
    private Optional<JobView> await(JobId id, Duration wait) {
        try {
            places.enter(places.waits());
        } catch (ProblemException full) {
            return Optional.of(
                    core.job(id)
                            .filter(job -> job.state().terminal() || wait.isZero())
                            .orElseThrow(() -> full));
        }
        try (var _ = Connection.current().await()) {
            return core.await(id, wait);
        }
    }

    void list(ServerRequest request, ServerResponse response) {
        var parameters =
                new Parameters(request, Set.of("state", "type", "label", "limit", "after"));
        StateName state = parameters.get("state", StateName::of);
        JobType type = parameters.get("type", JobType::new);
        String label = parameters.get("label", JobsResource::label);
        Integer limit = parameters.get("limit", text -> Parameters.whole(text, 1, JobQuery.MOST));
        JobId after = parameters.get("after", Parameters::jobId);
        parameters.check();
        Answers.list(
                response,
                core.jobs(
                        new JobQuery(
                                state,
                                type == null ? null : type.name(),
                                label,
                                limit == null ? JobQuery.DEFAULT_LIMIT : limit,
                                after)));
    }

    void partials(ServerRequest request, ServerResponse response) {
        JobId id = Parameters.pathJob(request);
        var parameters = new Parameters(request, Set.of("after", "limit"));
        Integer after =
                parameters.get("after", text -> Parameters.whole(text, 0, Integer.MAX_VALUE));
        Integer limit = parameters.get("limit", text -> Parameters.whole(text, 1, Limits.PARTIALS));
        parameters.check();
        Answers.list(
                response,
                core.partials(
                                id,
                                after == null ? 0 : after,
                                limit == null ? JobQuery.DEFAULT_LIMIT : limit)
                        .orElseThrow(() -> Parameters.noJob(id)));
    }

    void cancel(ServerRequest request, ServerResponse response) {
        JobId id = Parameters.pathJob(request);
        switch (core.cancel(id)) {
            case ACCEPTED ->
                    Answers.accepted(
                            response, core.job(id).orElseThrow(() -> Parameters.noJob(id)));
            case ENDED_ALREADY ->
                    throw ProblemException.at(
                            ProblemKind.JOB_ENDED,
                            "id",
                            "job '" + id + "' has ended and cannot be cancelled");
            case UNKNOWN -> throw Parameters.noJob(id);
        }
    }

    private static String label(String text) {
        if (text.isEmpty() || text.length() > MOST_LABEL) {
            throw new IllegalArgumentException(
                    "must be a label, or name=value, of 1 to %d characters".formatted(MOST_LABEL));
        }
        return text;
    }
}
