package mesh.core.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import mesh.core.EventView;
import mesh.core.Labels;
import mesh.core.PartialView;
import mesh.core.QuarantineView;
import mesh.core.RefusalView;
import mesh.core.engine.NodeTable;
import mesh.core.job.JobEvent;
import mesh.protocol.Excerpt;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.needs.Needs;

/// How rows become what they stand for.
final class Rows {
    private static final int MOST_REASON = 500;

    /// In place of a partial result that is damaged.
    private static final Json NO_VALUE = new Json("\"unreadable: it is no JSON value\"");

    private Rows() {}

    /// Why something could not be read, for people; cut to {@value #MOST_REASON} characters.
    static String reason(Throwable broken) {
        String reason =
                broken.getMessage() == null
                        ? broken.getClass().getSimpleName()
                        : broken.getMessage();
        return Excerpt.shortened(reason, MOST_REASON);
    }

    /// Whether a text is one JSON value, perhaps one that only an earlier version took: it can be
    /// shown.
    ///
    /// @param text null for none
    static boolean isJson(String text) {
        if (text == null) {
            return false;
        }
        try (JsonParser parser = MeshJson.MAPPER.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException none) {
            return false;
        }
    }

    /// Whether a text is one JSON value that others read in a message, too.
    ///
    /// @param text null for none
    static boolean isSendable(String text) {
        try {
            MeshJson.opaque(text == null ? "" : text);
            return true;
        } catch (NotJsonException _) {
            return false;
        }
    }

    /// The event that a row tells of.
    static JobEvent fact(EventView row) {
        try {
            return row.fact();
        } catch (IllegalStateException unknown) {
            throw new StoreException(unknown.getMessage(), unknown);
        }
    }

    static PartialView partial(ResultSet row) throws SQLException {
        return new PartialView(
                row.getInt("number"),
                row.getInt("attempt"),
                node(row.getString("node")),
                instant(row, "at"),
                isJson(row.getString("value")) ? new Json(row.getString("value")) : NO_VALUE);
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

    /// What is put aside in place of a node's row: the row itself stays until the node is heard.
    static QuarantineView unreadableNode(ResultSet row, RuntimeException broken)
            throws SQLException {
        String heartbeat = String.valueOf(row.getString("heartbeat"));
        String node = row.getString("id");
        byte[] name = ("nodes " + node + " " + heartbeat).getBytes(StandardCharsets.UTF_8);
        return new QuarantineView(
                UUID.nameUUIDFromBytes(name),
                Instant.EPOCH.plusMillis(row.getLong("last_seen")),
                "nodes",
                "the store's row of node %s cannot be read: %s".formatted(node, reason(broken)),
                heartbeat);
    }

    static QuarantineView quarantined(ResultSet row) throws SQLException {
        String id = row.getString("id");
        try {
            return new QuarantineView(
                    UUID.fromString(id),
                    instant(row, "at"),
                    row.getString("source"),
                    row.getString("reason"),
                    row.getString("body"));
        } catch (IllegalArgumentException broken) {
            return new QuarantineView(
                    UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)),
                    Instant.EPOCH.plusMillis(row.getLong("at")),
                    "quarantine",
                    "the store's row '%s' cannot be read: %s".formatted(id, reason(broken)),
                    String.valueOf(row.getString("body")));
        }
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

    static NodeId node(String text) {
        return text == null ? null : new NodeId(text);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return MeshJson.MAPPER.readValue(json, type);
        } catch (JsonProcessingException broken) {
            throw new StoreException(
                    "the store holds what is no %s: %s"
                            .formatted(type.getSimpleName(), broken.getOriginalMessage()),
                    broken);
        }
    }
}
