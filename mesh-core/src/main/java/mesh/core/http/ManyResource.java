package mesh.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import mesh.core.CoreService;
import mesh.core.Fix;
import mesh.core.NewJob;
import mesh.core.QuarantineChoice;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineView;
import mesh.protocol.JobId;
import mesh.protocol.Limits;

/// What lies in quarantine, many at once: named by their ids, or found by a filter.
final class ManyResource {
    private static final String CHANGE = "change";
    private final CoreService core;
    private final BodyBudget budget;

    ManyResource(CoreService core, BodyBudget budget) {
        this.core = core;
        this.budget = budget;
    }

    void requeue(ServerRequest request, ServerResponse response) {
        Answers.ok(
                response,
                answer(
                        "requeued",
                        read(
                                request,
                                Set.of(CHANGE),
                                body -> {
                                    Fix fix =
                                            body.hasNonNull(CHANGE)
                                                    ? new OneByOne(
                                                            FixFields.read(
                                                                    body.get(CHANGE), CHANGE))
                                                    : Fix.NONE;
                                    return core.requeue(choice(body), fix);
                                })));
    }

    void forget(ServerRequest request, ServerResponse response) {
        Answers.ok(
                response,
                answer("deleted", read(request, Set.of(), body -> core.forget(choice(body)))));
    }

    private static Map<String, Object> answer(String done, QuarantineChoice.Outcome outcome) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put(done, outcome.done());
        answer.put("failed", outcome.failed());
        answer.put("remaining", outcome.remaining());
        answer.put("stopped", outcome.stopped());
        return answer;
    }

    private interface Doing {
        QuarantineChoice.Outcome with(JsonNode body);
    }

    private QuarantineChoice.Outcome read(ServerRequest request, Set<String> more, Doing doing) {
        Bodies.requireJson(request);
        return budget.read(
                request,
                Limits.JOB_BYTES,
                bytes -> {
                    JsonNode body =
                            JsonText.read(bytes.readAllBytes(), CHANGE + "." + JobFields.KEPT);
                    var errors = new FieldErrors();
                    Fields fields = Fields.of(body, "", errors);
                    errors.check();
                    var names = new TreeSet<>(QuarantineFilter.NAMES);
                    names.addAll(more);
                    names.addAll(List.of("ids", "all"));
                    fields.allow(names);
                    errors.check();
                    return doing.with(body);
                });
    }

    /// One of ids, a filter, and the word that all are meant.
    private static QuarantineChoice choice(JsonNode body) {
        var errors = new FieldErrors();
        Fields fields = Fields.of(body, "", errors);
        List<UUID> ids = fields.value("ids", ManyResource::ids);
        var filter = QuarantineFilter.of(fields);
        Boolean all = fields.value("all", ManyResource::isTrue);
        errors.check();
        if (ids != null && (all != null || !filter.isEmpty())) {
            throw ProblemException.invalid(
                    "ids", "ids stand alone: leave out the filter and `all`");
        }
        if (ids != null) {
            return new QuarantineChoice.These(ids);
        }
        if (filter.isEmpty() && all == null) {
            throw ProblemException.invalid(
                    "body",
                    "give `ids`, a filter of %s, or `all`: true for everything"
                            .formatted(String.join(", ", new TreeSet<>(QuarantineFilter.NAMES))));
        }
        return new QuarantineChoice.Found(filter.query(QuarantineQuery.MOST_SELECTED, null));
    }

    private static List<UUID> ids(JsonNode value) {
        if (!(value instanceof ArrayNode array)
                || array.isEmpty()
                || array.size() > QuarantineQuery.MOST_SELECTED) {
            throw new IllegalArgumentException(
                    "must be an array of 1 to %d ids".formatted(QuarantineQuery.MOST_SELECTED));
        }
        var ids = new ArrayList<UUID>();
        for (JsonNode id : array) {
            ids.add(
                    JobId.parse(id.asText())
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "an id is a UUID, was "
                                                            + Texts.brief(id.toString())))
                            .value());
        }
        return ids;
    }

    private static Boolean isTrue(JsonNode value) {
        if (!value.isBoolean() || !value.booleanValue()) {
            throw new IllegalArgumentException("must be true where it is given");
        }
        return true;
    }

    /// A change that one of many does not bear is that one's failure alone.
    private record OneByOne(Fix fix) implements Fix {
        @Override
        public String message(QuarantineView message) {
            return fix.message(message);
        }

        @Override
        public NewJob job(NewJob dead) {
            try {
                return fix.job(dead);
            } catch (ProblemException invalid) {
                throw new IllegalArgumentException(invalid.getMessage(), invalid);
            }
        }
    }
}
