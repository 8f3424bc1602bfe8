package mesh.core.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import mesh.core.EventView;
import mesh.core.JobView;
import mesh.core.Labels;
import mesh.core.PartialView;
import mesh.core.ProgressView;
import mesh.core.QuarantineView;
import mesh.core.RefusalView;
import mesh.core.engine.NodeTable;
import mesh.core.job.JobEvent;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.needs.Needs;

/// How rows become what they stand for.
final class Rows {
    private Rows() {}

    /// @param row with the columns of {@link JobListing#JOB}
    static JobView job(ResultSet row) throws SQLException {
        JobId id = Ids.id(row.getBytes("id"));
        StateName state = States.of(row.getInt("state"));
        List<JobLog.Entry> log = new JobLog(id, row.getString("log")).entries();
        JobLog.Entry last = state.terminal() && !log.isEmpty() ? log.getLast() : null;
        String result = row.getString("result");
        String needs = row.getString("needs");
        String labels = row.getString("labels");
        byte[] requeuedFrom = row.getBytes("requeued_from");
        return new JobView(
                id,
                new JobType(row.getString("type")),
                needs == null ? Needs.NONE : needs(needs),
                new Json(row.getString("payload")),
                row.getInt("priority"),
                labels(labels),
                state,
                row.getInt("attempt"),
                row.getInt("max_attempts"),
                node(row.getString("node")),
                log.isEmpty() ? null : log.getFirst().at(),
                started(log),
                last == null ? null : last.at(),
                instant(row, "deadline"),
                result == null ? null : new Json(result),
                last == null ? null : last.error(),
                instant(row, "run_at"),
                progress(row),
                row.getInt("partials_kept"),
                row.getInt("checkpoint_kept"),
                List.of(),
                requeuedFrom == null ? null : Ids.id(requeuedFrom));
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

    /// The event that a row tells of.
    static JobEvent fact(EventView row) {
        try {
            return row.fact();
        } catch (IllegalStateException unknown) {
            throw new StoreException(unknown.getMessage(), unknown);
        }
    }

    private static ProgressView progress(ResultSet row) throws SQLException {
        double fraction = row.getDouble("progress");
        return row.wasNull()
                ? null
                : new ProgressView(
                        fraction, row.getString("progress_message"), instant(row, "progress_at"));
    }

    static PartialView partial(ResultSet row) throws SQLException {
        return new PartialView(
                row.getInt("number"),
                row.getInt("attempt"),
                node(row.getString("node")),
                instant(row, "at"),
                new Json(row.getString("value")));
    }

    static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(
                row.getInt("number"), row.getInt("partials"), new Json(row.getString("value")));
    }

    static RefusalView refusal(ResultSet row) throws SQLException {
        return new RefusalView(
                row.getString("reason"),
                row.getInt("times"),
                row.getInt("attempt"),
                node(row.getString("node")),
                instant(row, "at"));
    }

    static NodeTable.Known known(ResultSet row) throws SQLException {
        return NodeTable.Known.restored(
                read(row.getString("heartbeat"), Heartbeat.class),
                instant(row, "last_seen"),
                instant(row, "joined_at"),
                row.getInt("to_drain") == 1);
    }

    static QuarantineView quarantined(ResultSet row) throws SQLException {
        return new QuarantineView(
                UUID.fromString(row.getString("id")),
                instant(row, "at"),
                row.getString("source"),
                row.getString("reason"),
                row.getString("body"));
    }

    /// @param json null for none
    static Labels labels(String json) {
        return json == null ? Labels.NONE : new Labels(read(json, JsonNode.class));
    }

    static Needs needs(String json) {
        return Needs.of(read(json, JsonNode.class));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static NodeId node(String text) {
        return text == null ? null : new NodeId(text);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return MeshJson.MAPPER.readValue(json, type);
        } catch (JsonProcessingException broken) {
            throw new StoreException("the store holds what is no " + type.getSimpleName(), broken);
        }
    }
}
