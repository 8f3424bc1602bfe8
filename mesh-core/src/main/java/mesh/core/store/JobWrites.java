package mesh.core.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mesh.core.Labels;
import mesh.core.engine.Turn;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.needs.Needs;

/// Writes jobs and what becomes of them: a row is made when a job is admitted, and changed at most
/// once in a commit, whatever happened to the job in it. Each statement touches only those columns,
/// and so those indexes, that its kind of change is about.
final class JobWrites {
    /// How many of those that ended together share a row, so that one can be changed quickly.
    private static final int ENDED_TOGETHER = 256;

    private final Batch job;
    private final Batch spec;
    private final Batch label;
    private final Batch awarded;
    private final Batch started;
    private final Batch queued;
    private final Batch succeeded;
    private final Batch awardedAndSucceeded;
    private final Batch unsuccessful;
    private final Batch ending;
    private final Consumer<JobId> over;
    private final Map<JobId, Change> changes = new LinkedHashMap<>();
    private final List<JobId> ended = new ArrayList<>();
    private long seq;
    private int died;

    /// @param over is told of each job that ends, before that is written
    JobWrites(JdbcWriter writer, Consumer<JobId> over) throws SQLException {
        this.over = over;
        job =
                writer.batch(
                        "INSERT INTO jobs (seq, id, type, state, held, ended, attempt, log)"
                                + " VALUES (?, ?, ?, 0, 0, 0, 0, ?)");
        spec =
                writer.batch(
                        "INSERT INTO specs (seq, needs, priority, labels, max_attempts, deadline,"
                                + " run_at, requeued_from, idempotency_key, payload_size, payload)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        label =
                writer.batch(
                        "INSERT INTO labels (label, job) VALUES (?, ?) ON CONFLICT DO NOTHING");
        awarded =
                writer.batch(
                        "UPDATE jobs SET state = 1, held = 1, attempt = ?, node = ?, log = log || ?"
                                + " WHERE id = ?");
        started = writer.batch("UPDATE jobs SET state = 2, log = log || ? WHERE id = ?");
        queued = writer.batch("UPDATE jobs SET state = 0, held = 0, log = log || ? WHERE id = ?");
        succeeded =
                writer.batch(
                        "UPDATE jobs SET state = 3, held = 0, ended = 3, result = ?, log = log || ?"
                                + " WHERE id = ?");
        awardedAndSucceeded =
                writer.batch(
                        "UPDATE jobs SET state = 3, held = 0, ended = 3, attempt = ?, node = ?,"
                                + " result = ?, log = log || ? WHERE id = ?");
        unsuccessful =
                writer.batch(
                        "UPDATE jobs SET state = ?, held = 0, ended = ?, error_code = ?,"
                                + " error_message = ?, dead_since = ?, log = log || ? WHERE id = ?");
        ending = writer.batch("INSERT INTO endings (at, jobs) VALUES (?, ?)");
        try (PreparedStatement last = writer.query("SELECT max(seq) FROM jobs");
                ResultSet row = last.executeQuery()) {
            seq = row.next() ? row.getLong(1) : 0;
        }
    }

    /// @return how many jobs died
    int write(Writes writes) throws SQLException {
        died = 0;
        for (Turn.Happening happening : writes.turn().happenings()) {
            changes.computeIfAbsent(happening.job(), Change::new).add(happening);
        }
        var keys = new HashMap<JobId, String>();
        for (Writes.Key written : writes.keys()) {
            written.jobs().forEach(id -> keys.put(id, written.key().key()));
        }
        for (Writes.Admitted admitted : writes.admitted()) {
            add(admitted, keys.get(admitted.spec().id()));
        }
        for (Change change : changes.values()) {
            add(change);
        }
        changes.clear();
        endings(writes.turn().now());
        for (Batch statement :
                List.of(
                        job,
                        spec,
                        label,
                        awarded,
                        started,
                        queued,
                        succeeded,
                        awardedAndSucceeded,
                        unsuccessful,
                        ending)) {
            statement.run();
        }
        return died;
    }

    private void add(Writes.Admitted admitted, String keyOrNull) throws SQLException {
        JobId id = admitted.spec().id();
        byte[] bytes = Ids.bytes(id);
        Change change = changes.get(id);
        seq++;
        job.add(seq, bytes, admitted.spec().type().name(), change == null ? "" : change.lines());
        spec.add(
                seq,
                needs(admitted.spec().needs()),
                admitted.spec().priority(),
                labels(admitted.labels()),
                admitted.spec().maxAttempts(),
                admitted.spec().deadline().map(Instant::toEpochMilli).orElse(null),
                admitted.spec().runAt().map(Instant::toEpochMilli).orElse(null),
                admitted.requeuedFrom() == null ? null : Ids.bytes(admitted.requeuedFrom()),
                keyOrNull,
                admitted.spec().payloadSize(),
                admitted.payload().text());
        if (!admitted.labels().source().isEmpty()) {
            for (String text : new LinkedHashSet<>(admitted.labels().texts())) {
                label.add(text, bytes);
            }
        }
    }

    private static String needs(Needs needs) {
        return needs.source().isNull() ? null : MeshJson.write(needs);
    }

    private static String labels(Labels labels) {
        return labels.equals(Labels.NONE) ? null : MeshJson.write(labels);
    }

    private void add(Change change) throws SQLException {
        byte[] id = Ids.bytes(change.job());
        // What was admitted in this turn has its lines already.
        String lines = change.submitted() ? "" : change.lines();
        StateName after = change.after();
        if (change.awarded() && after != StateName.SUCCEEDED) {
            boolean last = after == StateName.ASSIGNED;
            awarded.add(change.attempt(), change.node().value(), last ? lines : "", id);
        }
        switch (after) {
            case ASSIGNED -> {}
            case RUNNING -> started.add(lines, id);
            case QUEUED -> {
                if (!change.submitted() || change.awarded()) {
                    queued.add(lines, id);
                }
            }
            case SUCCEEDED -> {
                String result = change.result().text();
                if (change.awarded()) {
                    awardedAndSucceeded.add(
                            change.attempt(), change.node().value(), result, lines, id);
                } else {
                    succeeded.add(result, lines, id);
                }
            }
            case FAILED, EXPIRED, CANCELLED -> {
                int number = States.number(after);
                boolean dead = after != StateName.CANCELLED;
                died += dead ? 1 : 0;
                unsuccessful.add(
                        number,
                        number,
                        change.error() == null ? null : change.error().code().wireName(),
                        change.error() == null ? null : change.error().message(),
                        dead ? change.at().toEpochMilli() : null,
                        lines,
                        id);
            }
        }
        if (after.terminal()) {
            over.accept(change.job());
            ended.add(change.job());
        }
    }

    private void endings(Instant at) throws SQLException {
        for (int from = 0; from < ended.size(); from += ENDED_TOGETHER) {
            int to = Math.min(ended.size(), from + ENDED_TOGETHER);
            ending.add(at.toEpochMilli(), Ids.bytes(ended.subList(from, to)));
        }
        ended.clear();
    }
}
