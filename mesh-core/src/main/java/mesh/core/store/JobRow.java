package mesh.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import mesh.core.JobView;
import mesh.core.Labels;
import mesh.core.ProgressView;
import mesh.core.job.JobEvent;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.needs.Needs;

/// Reads a row of a job, with the columns of {@link JobListing#JOB}. What of it cannot be read, as
/// where it is damaged or an earlier version took what this one does not, is left out, and its
/// error says so: one row keeps no list from being read.
final class JobRow {
    private static final JobType NO_TYPE = new JobType("unreadable");

    private final ResultSet row;
    private String problem;

    private JobRow(ResultSet row) {
        this.row = row;
    }

    /// A piece of it.
    @FunctionalInterface
    private interface Piece<T> {
        T read() throws SQLException;
    }

    static JobView read(ResultSet row) throws SQLException {
        return new JobRow(row).view();
    }

    private <T> T piece(String what, T otherwise, Piece<T> piece) throws SQLException {
        try {
            return piece.read();
        } catch (RuntimeException | StackOverflowError broken) {
            problem =
                    problem != null
                            ? problem
                            : "its %s cannot be read: %s".formatted(what, Rows.reason(broken));
            return otherwise;
        }
    }

    private JobView view() throws SQLException {
        JobId id = Ids.id(row.getBytes("id"));
        JobLog.Readable log =
                piece(
                        "log",
                        new JobLog.Readable(List.of(), null),
                        () -> new JobLog(id, row.getString("log")).readable());
        if (log.problem() != null) {
            problem = log.problem();
        }
        List<JobLog.Entry> entries = log.entries();
        StateName state = piece("state", StateName.FAILED, () -> States.of(row.getInt("state")));
        JobLog.Entry last = state.terminal() && !entries.isEmpty() ? entries.getLast() : null;
        JobType type = piece("type", NO_TYPE, () -> new JobType(row.getString("type")));
        Needs needs = piece("needs", Needs.NONE, this::needs);
        Json payload = piece("payload", Json.NULL, () -> json("payload"));
        Labels labels = piece("labels", Labels.NONE, () -> Rows.labels(row.getString("labels")));
        NodeId node = piece("node", null, () -> Rows.node(row.getString("node")));
        Json result =
                piece(
                        "result",
                        null,
                        () -> row.getString("result") == null ? null : json("result"));
        byte[] requeuedFrom = row.getBytes("requeued_from");
        var job =
                new JobView(
                        id,
                        type,
                        needs,
                        payload,
                        row.getInt("priority"),
                        labels,
                        state,
                        row.getInt("attempt"),
                        row.getInt("max_attempts"),
                        node,
                        entries.isEmpty() ? null : entries.getFirst().at(),
                        started(entries),
                        last == null ? null : last.at(),
                        Rows.instant(row, "deadline"),
                        result,
                        last == null ? null : last.error(),
                        Rows.instant(row, "run_at"),
                        progress(),
                        row.getInt("partials_kept"),
                        row.getInt("checkpoint_kept"),
                        List.of(),
                        requeuedFrom == null ? null : Ids.id(requeuedFrom),
                        null);
        return problem == null ? job : unreadable(job);
    }

    private JobView unreadable(JobView job) throws SQLException {
        Instant dead = Rows.instant(row, "dead_since");
        return job.unreadable(
                new JobError(ErrorCode.UNREADABLE, problem),
                job.state().terminal() && dead != null ? dead : job.finishedAt());
    }

    private Needs needs() throws SQLException {
        String needs = row.getString("needs");
        return needs == null ? Needs.NONE : Rows.needs(needs);
    }

    private Json json(String column) throws SQLException {
        String text = row.getString(column);
        if (!Rows.isJson(text)) {
            throw new StoreException("it is no JSON value", null);
        }
        return new Json(text);
    }

    /// When the last attempt that was started was; null where none was.
    private static Instant started(List<JobLog.Entry> log) {
        Instant started = null;
        for (JobLog.Entry entry : log) {
            if (entry.event() instanceof JobEvent.Started) {
                started = entry.at();
            }
        }
        return started;
    }

    private ProgressView progress() throws SQLException {
        double fraction = row.getDouble("progress");
        return row.wasNull()
                ? null
                : new ProgressView(
                        fraction,
                        row.getString("progress_message"),
                        Rows.instant(row, "progress_at"));
    }
}
