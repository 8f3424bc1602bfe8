package mesh.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Function;
import mesh.core.Labels;
import mesh.core.NewJob;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.needs.Needs;

/// Reads a job as a client submits it.
final class JobFields {
    static final Set<String> NAMES =
            Set.of(
                    "type",
                    "needs",
                    "payload",
                    "priority",
                    "timeout",
                    "deadline",
                    "maxAttempts",
                    "labels",
                    "runAt");

    /// The field that nobody here looks into.
    static final String KEPT = "payload";

    static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);
    static final Duration MOST_TIMEOUT = Duration.ofDays(365);
    static final Duration MOST_DELAY = Duration.ofDays(366);
    private static final int MOST_PRIORITY = 9;
    private static final int MOST_ATTEMPTS = 100;

    /// Times beyond these are no times that anybody meant, and not every store could keep them.
    private static final Instant FIRST = Instant.EPOCH;

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private JobFields() {}

    /// The job; meaningless where errors were found.
    ///
    /// @param path where the job stands, such as `[17]`; empty for the whole body
    static NewJob read(JsonNode tree, String path, FieldErrors errors) {
        return read(tree, path, errors, Needs::of);
    }

    /// As above, with needs read by another: in a batch they are mostly alike.
    static NewJob read(
            JsonNode tree, String path, FieldErrors errors, Function<JsonNode, Needs> reading) {
        Fields fields = Fields.of(tree, path, errors);
        if (fields == null) {
            return null;
        }
        fields.allow(NAMES);
        JobType type = fields.type();
        Needs needs = fields.needs(reading);
        Json payload = fields.value("payload", MeshJson::kept);
        int priority = fields.whole("priority", 0, MOST_PRIORITY, NewJob.DEFAULT_PRIORITY);
        Duration timeout =
                fields.text(
                        "timeout", text -> Parameters.duration(text, LEAST_TIMEOUT, MOST_TIMEOUT));
        Instant deadline = fields.text("deadline", JobFields::instant);
        if (!fields.absent("timeout") && !fields.absent("deadline")) {
            fields.wrong("deadline", "a job has a timeout or a deadline, not both");
        }
        Instant runAt = fields.text("runAt", JobFields::instant);
        if (runAt != null) {
            refuseLateStart(fields, runAt, timeout, deadline);
        }
        int maxAttempts = fields.whole("maxAttempts", 1, MOST_ATTEMPTS, NewJob.DEFAULT_ATTEMPTS);
        Labels labels = fields.value("labels", JobFields::labels);
        return new NewJob(
                type,
                needs,
                payload == null ? Json.NULL : payload,
                priority,
                timeout,
                deadline,
                maxAttempts,
                labels == null ? Labels.NONE : labels,
                runAt);
    }

    /// Not every store keeps NUL in a text that is looked for.
    private static Labels labels(JsonNode value) {
        var labels = new Labels(value);
        if (labels.texts().stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("a label holds no NUL character");
        }
        return labels;
    }

    private static Instant instant(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
                throw new IllegalArgumentException(
                        "must be from %s to %s, was %s".formatted(FIRST, LAST, Texts.brief(text)));
            }
            return instant;
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException(
                    "must be an RFC 3339 time such as 2030-01-31T12:00:00Z, was "
                            + Texts.brief(text),
                    noTime);
        }
    }

    /// A job that may not start before its time is over would only ever expire. Time goes on, so
    /// what was taken once is taken again under the same key.
    private static void refuseLateStart(
            Fields fields, Instant runAt, Duration timeout, Instant deadline) {
        Instant now = Instant.now();
        Instant latest = now.plus(MOST_DELAY);
        if (runAt.isAfter(latest)) {
            fields.wrong(
                    "runAt",
                    "must be at most %d days ahead, until %s, was '%s'"
                            .formatted(
                                    MOST_DELAY.toDays(),
                                    latest.truncatedTo(ChronoUnit.SECONDS),
                                    runAt));
        } else if (timeout != null && !runAt.isBefore(now.plus(timeout))) {
            fields.wrong(
                    "runAt",
                    "must be before the job's time is over, %s from now, was '%s'; the timeout counts"
                                    .formatted(timeout, runAt)
                            + " from the admission");
        } else if (deadline != null && !runAt.isBefore(deadline)) {
            fields.wrong(
                    "runAt",
                    "must be before the deadline '%s', was '%s'".formatted(deadline, runAt));
        }
    }
}
