package mesh.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mesh.core.EventView;
import mesh.core.QuarantineView;
import mesh.core.engine.NodeTable;
import mesh.core.engine.Turn;
import mesh.core.job.JobEvent;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.json.MeshJson;

/// Writes batches through one connection of its own, with statements that are prepared once. After
/// a failure it is of no more use: when the disk is full, SQLite ends the transaction by itself and
/// the driver does not notice, so that later statements would be written one by one.
final class SqliteWriter implements AutoCloseable {
    /// What quarantine holds at the most; the oldest goes first.
    static final int MOST_QUARANTINED = 10_000;

    private final Connection connection;
    private final PreparedStatement job;
    private final PreparedStatement label;
    private final PreparedStatement event;
    private final PreparedStatement state;
    private final PreparedStatement key;
    private final PreparedStatement node;
    private final PreparedStatement quarantined;
    private final PreparedStatement mended;
    private final PreparedStatement forgotten;
    private final PreparedStatement dismissed;
    private final Sayings sayings;
    private final PreparedStatement trimmed;
    private final PreparedStatement pulse;
    private final PreparedStatement remembered;

    /// Makes a writer on a connection, which is closed where that fails.
    static SqliteWriter on(Connection connection) throws SQLException {
        try {
            return new SqliteWriter(connection);
        } catch (SQLException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    private SqliteWriter(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        job =
                connection.prepareStatement(
                        "INSERT INTO jobs (id, type, needs, payload, priority, labels,"
                                + " max_attempts, created_at, deadline, run_at, requeued_from, state,"
                                + " attempt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0)");
        label = connection.prepareStatement("INSERT OR IGNORE INTO labels VALUES (?, ?)");
        event =
                connection.prepareStatement(
                        "INSERT INTO events (job, seq, at, name, state, attempt, node, error_code,"
                                + " error_message, reason, not_before)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        state =
                connection.prepareStatement(
                        "UPDATE jobs SET state = ?, attempt = ?, node = coalesce(?, node),"
                                + " started_at = coalesce(?, started_at), finished_at = ?,"
                                + " result = ?, error_code = ?, error_message = ?, dead = ? WHERE id = ?");
        key = connection.prepareStatement("INSERT INTO idempotency VALUES (?, ?, ?, ?)");
        node =
                connection.prepareStatement(
                        "INSERT INTO nodes (id, heartbeat, last_seen, joined_at)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                                + " heartbeat = excluded.heartbeat, last_seen = excluded.last_seen");
        quarantined =
                connection.prepareStatement(
                        "INSERT OR IGNORE INTO quarantine (id, at, source, reason, body)"
                                + " VALUES (?, ?, ?, ?, ?)");
        mended = connection.prepareStatement("UPDATE quarantine SET body = ? WHERE id = ?");
        dismissed = connection.prepareStatement("UPDATE jobs SET dead = 0 WHERE id = ?");
        forgotten = connection.prepareStatement("DELETE FROM quarantine WHERE id = ?");
        sayings = new Sayings(connection);
        trimmed =
                connection.prepareStatement(
                        "DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine"
                                + " ORDER BY at DESC LIMIT -1 OFFSET "
                                + MOST_QUARANTINED
                                + ")");
        pulse = connection.prepareStatement("INSERT OR REPLACE INTO pulse VALUES (1, ?)");
        remembered =
                connection.prepareStatement(
                        "SELECT body_hash, jobs FROM idempotency WHERE key = ?");
    }

    /// What an idempotency key stands for, as the writer sees it: a read that waits for nobody.
    Optional<Store.Remembered> remembered(String name) throws SQLException {
        remembered.setString(1, name);
        try (ResultSet row = remembered.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Store.Remembered(row.getString(1), Rows.ids(row.getString(2))))
                    : Optional.empty();
        }
    }

    /// Writes and commits. One with nothing in it writes the time, to try the disk.
    void commit(Writes batch) throws SQLException {
        if (batch.isEmpty()) {
            pulse.setLong(1, batch.turn().now().toEpochMilli());
            pulse.executeUpdate();
        }
        write(batch);
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void write(Writes batch) throws SQLException {
        for (Writes.Admitted admitted : batch.admitted()) {
            add(admitted);
        }
        for (Turn.Happening happening : batch.turn().happenings()) {
            add(happening);
        }
        for (Writes.Key written : batch.keys()) {
            add(written, batch.turn().now());
        }
        for (NodeTable.Known known : batch.turn().nodes()) {
            add(known);
        }
        for (QuarantineView view : batch.quarantined()) {
            add(view);
        }
        for (Writes.Mended fix : batch.mended()) {
            bind(mended, fix.body(), fix.id().toString());
        }
        for (UUID id : batch.forgotten()) {
            bind(forgotten, id.toString());
        }
        for (JobId id : batch.dismissed()) {
            bind(dismissed, id.toString());
        }
        for (PreparedStatement statement :
                List.of(
                        job,
                        label,
                        event,
                        state,
                        key,
                        node,
                        quarantined,
                        mended,
                        forgotten,
                        dismissed)) {
            statement.executeBatch();
        }
        sayings.write(batch.turn());
        if (!batch.quarantined().isEmpty()) {
            trimmed.executeUpdate();
        }
    }

    private void add(Writes.Admitted admitted) throws SQLException {
        String id = admitted.spec().id().toString();
        bind(
                job,
                id,
                admitted.spec().type().name(),
                MeshJson.write(admitted.spec().needs()),
                admitted.payload().text(),
                admitted.spec().priority(),
                MeshJson.write(admitted.labels()),
                admitted.spec().maxAttempts(),
                admitted.at().toEpochMilli(),
                admitted.spec().deadline().map(Instant::toEpochMilli).orElse(null),
                admitted.spec().runAt().map(Instant::toEpochMilli).orElse(null),
                admitted.requeuedFrom() == null ? null : admitted.requeuedFrom().toString());
        for (String text : new LinkedHashSet<>(admitted.labels().texts())) {
            bind(label, text, id);
        }
    }

    private void add(Turn.Happening happening) throws SQLException {
        EventView row = EventView.of(happening);
        String code = row.error() == null ? null : row.error().code().wireName();
        String message = row.error() == null ? null : row.error().message();
        String who = row.node() == null ? null : row.node().value();
        long at = row.at().toEpochMilli();
        bind(
                event,
                row.job().toString(),
                row.seq(),
                at,
                row.name(),
                row.state().wireName(),
                row.attempt(),
                who,
                code,
                message,
                row.reason(),
                row.notBefore() == null ? null : row.notBefore().toEpochMilli());
        if (happening.event() instanceof JobEvent.Submitted) {
            return;
        }
        StateName after = happening.after().name();
        boolean ended = after.terminal();
        bind(
                state,
                after.wireName(),
                happening.after().attempt(),
                who,
                happening.event() instanceof JobEvent.Started ? at : null,
                ended ? at : null,
                happening.event() instanceof JobEvent.Succeeded succeeded
                        ? succeeded.result().text()
                        : null,
                ended ? code : null,
                ended ? message : null,
                after == StateName.FAILED || after == StateName.EXPIRED ? 1 : 0,
                row.job().toString());
    }

    private void add(Writes.Key remembered, Instant at) throws SQLException {
        bind(
                key,
                remembered.key().key(),
                remembered.key().bodyHash(),
                String.join(",", remembered.jobs().stream().map(JobId::toString).toList()),
                at.toEpochMilli());
    }

    private void add(NodeTable.Known known) throws SQLException {
        bind(
                node,
                known.heartbeat().node().value(),
                MeshJson.write(known.heartbeat()),
                known.lastSeen().toEpochMilli(),
                known.joinedAt().toEpochMilli());
    }

    private void add(QuarantineView view) throws SQLException {
        bind(
                quarantined,
                view.id().toString(),
                view.at().toEpochMilli(),
                view.from(),
                view.reason(),
                view.body());
    }

    static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == null) {
                statement.setNull(i + 1, Types.NULL);
            } else {
                statement.setObject(i + 1, arguments[i]);
            }
        }
        statement.addBatch();
    }
}
