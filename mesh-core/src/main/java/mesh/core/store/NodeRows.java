package mesh.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import mesh.core.engine.NodeTable;
import mesh.core.engine.Turn;
import mesh.protocol.json.MeshJson;

/// Writes what is known of nodes: a row each, of at most {@value NodeTable#MOST} nodes. Earlier
/// versions forgot none, so the first write takes away what is beyond that.
final class NodeRows {
    /// The newest of them, in the order of their names.
    static final String ALL =
            "SELECT * FROM (SELECT * FROM nodes ORDER BY last_seen DESC LIMIT %d) newest ORDER BY id"
                    .formatted(NodeTable.MOST);

    static final String SEEN =
            "INSERT INTO nodes (id, heartbeat, last_seen, joined_at, to_drain)"
                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                    + " heartbeat = excluded.heartbeat, last_seen = excluded.last_seen,"
                    + " to_drain = excluded.to_drain";
    static final String FORGOTTEN = "DELETE FROM nodes WHERE id = ?";

    private final Batch seen;
    private final Batch forgotten;
    private final PreparedStatement surplus;
    private boolean trimmed;

    NodeRows(Connection connection, Batch seen, Batch forgotten) throws SQLException {
        this.seen = seen;
        this.forgotten = forgotten;
        this.surplus =
                connection.prepareStatement(
                        ("DELETE FROM nodes WHERE id NOT IN"
                                        + " (SELECT id FROM nodes ORDER BY last_seen DESC LIMIT %d)")
                                .formatted(NodeTable.MOST));
    }

    void write(Turn turn) throws SQLException {
        for (var node : turn.forgotten()) {
            forgotten.add(node.value());
        }
        for (NodeTable.Known known : turn.nodes()) {
            seen.add(
                    known.heartbeat().node().value(),
                    MeshJson.write(known.heartbeat()),
                    known.lastSeen().toEpochMilli(),
                    known.joinedAt().toEpochMilli(),
                    known.toDrain() ? 1 : 0);
        }
        if (!trimmed && !turn.nodes().isEmpty()) {
            surplus.executeUpdate();
            trimmed = true;
        }
        forgotten.run();
        seen.run();
    }
}
