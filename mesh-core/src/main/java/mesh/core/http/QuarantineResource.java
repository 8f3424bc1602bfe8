package mesh.core.http;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import mesh.core.CoreService;
import mesh.core.CoreService.RequeueAnswer;
import mesh.core.Fix;
import mesh.core.IdempotencyKey;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineQuery.Place;
import mesh.core.http.FixFields.NoFixException;
import mesh.protocol.JobId;
import mesh.protocol.Limits;

/// What could not be believed, read or finished, one by one.
final class QuarantineResource {
    private final CoreService core;
    private final BodyBudget budget;

    QuarantineResource(CoreService core, BodyBudget budget) {
        this.core = core;
        this.budget = budget;
    }

    void list(ServerRequest request, ServerResponse response) {
        var parameters =
                new Parameters(
                        request,
                        Set.of("kind", "code", "type", "from", "reason", "limit", "after"));
        var filter = QuarantineFilter.of(parameters);
        Integer limit =
                parameters.get(
                        "limit", text -> Parameters.whole(text, 1, QuarantineQuery.MOST_SHOWN));
        Place after = parameters.get("after", QuarantineResource::place);
        parameters.check();
        Answers.list(
                response,
                core.quarantine(
                        filter.query(
                                limit == null ? QuarantineQuery.DEFAULT_LIMIT : limit, after)));
    }

    void get(ServerRequest request, ServerResponse response) {
        UUID id = id(request);
        Answers.ok(response, core.quarantined(id).orElseThrow(() -> unknown(id.toString())));
    }

    void requeue(ServerRequest request, ServerResponse response) {
        UUID id = id(request);
        String key = Idempotency.key(request);
        RequeueAnswer answer =
                budget.read(
                        request,
                        Limits.JOB_BYTES,
                        body -> {
                            byte[] bytes = body.readAllBytes();
                            return requeue(id, fix(request, bytes), Idempotency.of(key, id, bytes));
                        });
        switch (answer) {
            case RequeueAnswer.Sent() -> Answers.accepted(response, Map.of("id", id));
            case RequeueAnswer.Admitted(JobId job) -> Answers.admitted(response, job);
            case RequeueAnswer.Unknown() -> throw unknown(id.toString());
            case RequeueAnswer.RequeuedBefore(JobId job) ->
                    throw ProblemException.at(
                            ProblemKind.REQUEUED_BEFORE,
                            "id",
                            "job '%s' was requeued before, as job '%s'".formatted(id, job));
            case RequeueAnswer.StillUnreadable(String reason) ->
                    throw ProblemException.at(ProblemKind.STILL_UNREADABLE, "id", reason);
        }
    }

    private RequeueAnswer requeue(UUID id, Fix fix, IdempotencyKey key) {
        try {
            return core.requeue(id, fix, key);
        } catch (NoFixException noFix) {
            throw ProblemException.invalid("body", noFix.getMessage());
        }
    }

    /// A body may be left out.
    private static Fix fix(ServerRequest request, byte[] bytes) {
        if (bytes.length == 0) {
            return Fix.NONE;
        }
        Bodies.requireJson(request);
        return FixFields.read(JsonText.read(bytes, JobFields.KEPT), "");
    }

    void forget(ServerRequest request, ServerResponse response) {
        UUID id = id(request);
        if (!core.forget(id)) {
            throw unknown(id.toString());
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private static Place place(String text) {
        return Place.parse(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "must be what the page before gave as `next`, was "
                                                + Texts.brief(text)));
    }

    private static UUID id(ServerRequest request) {
        return Parameters.pathUuid(request).orElseThrow(() -> unknown(Parameters.idText(request)));
    }

    private static ProblemException unknown(String id) {
        return ProblemException.at(
                ProblemKind.NOT_FOUND, "id", "nothing is in quarantine under " + Texts.brief(id));
    }
}
