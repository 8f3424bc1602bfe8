package mesh.core.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
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
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.JobError;
import mesh.protocol.needs.Needs;

/// How rows become what they stand for.
final class Rows {
    private Rows() {}

    static JobView job(ResultSet row) throws SQLException {
        return new JobView(
                id(row.getString("id")),
                new JobType(row.getString("type")),
                needs(row.getString("needs")),
                new Json(row.getString("payload")),
                row.getInt("priority"),
                labels(row.getString("labels")),
                StateName.of(row.getString("state")),
                row.getInt("attempt"),
                row.getInt("max_attempts"),
                node(row.getString("node")),
                instant(row, "created_at"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                instant(row, "deadline"),
                row.getString("result") == null ? null : new Json(row.getString("result")),
                error(row),
                instant(row, "run_at"),
                progress(row),
                row.getInt("partials_kept"),
                row.getInt("checkpoint_kept"),
                List.of(),
                row.getString("requeued_from") == null ? null : id(row.getString("requeued_from")));
    }

    static EventView event(ResultSet row) throws SQLException {
        int attempt = row.getInt("attempt");
        Integer attemptOrNull = row.wasNull() ? null : attempt;
        return new EventView(
                id(row.getString("job")),
                row.getInt("seq"),
                instant(row, "at"),
                row.getString("name"),
                StateName.of(row.getString("state")),
                attemptOrNull,
                node(row.getString("node")),
                error(row),
                row.getString("reason"),
                instant(row, "not_before"));
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

    static Labels labels(String json) {
        return new Labels(read(json, JsonNode.class));
    }

    static Needs needs(String json) {
        return Needs.of(read(json, JsonNode.class));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    static List<JobId> ids(String joined) {
        return Arrays.stream(joined.split(",")).map(Rows::id).toList();
    }

    static JobId id(String text) {
        return new JobId(UUID.fromString(text));
    }

    private static NodeId node(String text) {
        return text == null ? null : new NodeId(text);
    }

    private static JobError error(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null
                ? null
                : new JobError(ErrorCode.of(code), row.getString("error_message"));
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return MeshJson.MAPPER.readValue(json, type);
        } catch (JsonProcessingException broken) {
            throw new StoreException("the store holds what is no " + type.getSimpleName(), broken);
        }
    }
}
