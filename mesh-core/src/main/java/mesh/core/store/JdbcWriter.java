package mesh.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
final class JdbcWriter implements AutoCloseable {
    /// What quarantine holds at the most; the oldest goes first.
    static final int MOST_QUARANTINED = 10_000;

    private final Database database;
    private final Connection connection;
    private final Batch job;
    private final Batch label;
    private final Batch event;
    private final Batch state;
    private final Batch key;
    private final Batch node;
    private final Batch quarantined;
    private final Batch forgotten;
    private final Batch dismissed;
    private final Sayings sayings;
    private final Pruning pruning;
    private final PreparedStatement trimmed;
    private final Batch pulse;
    private final Lookups lookups;

    /// Makes a writer on a connection, which is closed where that fails.
    static JdbcWriter on(Database database, Connection connection) throws SQLException {
        try {
            return new JdbcWriter(database, connection);
        } catch (SQLException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    private JdbcWriter(Database database, Connection connection) throws SQLException {
        this.database = database;
        this.connection = connection;
        connection.setAutoCommit(false);
        job =
                batch(
                        "INSERT INTO jobs (id, type, needs, payload, priority, labels,"
                                + " max_attempts, created_at, deadline, run_at, requeued_from,"
                                + " idempotency_key, state, attempt)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0)");
        label = batch("INSERT INTO labels (label, job) VALUES (?, ?) ON CONFLICT DO NOTHING");
        event =
                batch(
                        "INSERT INTO events (job, seq, at, name, state, attempt, node, error_code,"
                                + " error_message, reason, not_before)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        state =
                batch(
                        "UPDATE jobs SET state = ?, attempt = ?, node = coalesce(?, node),"
                                + " started_at = coalesce(?, started_at), finished_at = ?,"
                                + " result = ?, error_code = ?, error_message = ?, dead = ?"
                                + " WHERE id = ?");
        key = batch("INSERT INTO idempotency (key, body_hash, jobs, at) VALUES (?, ?, ?, ?)");
        node =
                batch(
                        "INSERT INTO nodes (id, heartbeat, last_seen, joined_at, to_drain)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                                + " heartbeat = excluded.heartbeat, last_seen = excluded.last_seen,"
                                + " to_drain = excluded.to_drain");
        quarantined =
                batch(
                        "INSERT INTO quarantine (id, at, source, reason, body)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        forgotten = batch("DELETE FROM quarantine WHERE id = ?");
        dismissed = batch("UPDATE jobs SET dead = 0 WHERE id = ?");
        pulse =
                batch(
                        "INSERT INTO pulse (id, at) VALUES (1, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET at = excluded.at");
        sayings = new Sayings(this);
        pruning = new Pruning(this);
        trimmed =
                query(
                        "DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine"
                                + " ORDER BY at DESC, id DESC LIMIT "
                                + Integer.MAX_VALUE
                                + " OFFSET "
                                + MOST_QUARANTINED
                                + ")");
        lookups = new Lookups(connection);
        connection.rollback();
    }

    /// Takes away a few of the jobs that have ended, in a transaction of its own.
    Pruned prune(Retention.Cut cut, int most, Instant now) throws SQLException {
        Pruned pruned = pruning.step(cut, most, now);
        connection.commit();
        return pruned;
    }

    PreparedStatement query(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    Batch batch(String sql) throws SQLException {
        return new Batch(database, connection, sql);
    }

    /// What an idempotency key stands for, as the writer sees it.
    Optional<Store.Remembered> remembered(String name) throws SQLException {
        return lookups.remembered(database.text(name));
    }

    /// The events of those jobs that have ended, as the writer sees them.
    Map<JobId, List<JobEvent>> ended(List<JobId> ids) throws SQLException {
        return lookups.ended(ids);
    }

    /// Whether a job is dead, as the writer sees it.
    boolean isDead(JobId id) throws SQLException {
        return lookups.isDead(id);
    }

    /// What took a dead job's place, as the writer sees it.
    Optional<JobId> requeued(JobId dead) throws SQLException {
        return lookups.requeued(dead);
    }

    /// How many bytes more the database can take.
    long room() throws SQLException {
        return lookups.room(database);
    }

    /// Writes and commits. One with nothing in it writes the time, to try the disk.
    void commit(Writes batch) throws SQLException {
        if (batch.isEmpty()) {
            pulse.add(batch.turn().now().toEpochMilli());
            pulse.run();
        }
        write(batch);
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void write(Writes batch) throws SQLException {
        var keys = new HashMap<JobId, String>();
        for (Writes.Key written : batch.keys()) {
            written.jobs().forEach(id -> keys.put(id, written.key().key()));
            add(written, batch.turn().now());
        }
        for (Writes.Admitted admitted : batch.admitted()) {
            add(admitted, keys.get(admitted.spec().id()));
        }
        for (Turn.Happening happening : batch.turn().happenings()) {
            add(happening);
        }
        for (NodeTable.Known known : batch.turn().nodes()) {
            add(known);
        }
        for (QuarantineView view : batch.quarantined()) {
            add(view);
        }
        for (UUID id : batch.forgotten()) {
            forgotten.add(id.toString());
        }
        for (JobId id : batch.dismissed()) {
            dismissed.add(id.toString());
        }
        for (Batch statement :
                List.of(job, label, event, state, key, node, quarantined, forgotten, dismissed)) {
            statement.run();
        }
        sayings.write(batch.turn());
        if (!batch.quarantined().isEmpty()) {
            trimmed.executeUpdate();
        }
    }

    private void add(Writes.Admitted admitted, String keyOrNull) throws SQLException {
        String id = admitted.spec().id().toString();
        job.add(
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
                admitted.requeuedFrom() == null ? null : admitted.requeuedFrom().toString(),
                keyOrNull);
        for (String text : new LinkedHashSet<>(admitted.labels().texts())) {
            label.add(text, id);
        }
    }

    private void add(Turn.Happening happening) throws SQLException {
        EventView row = EventView.of(happening);
        String code = row.error() == null ? null : row.error().code().wireName();
        String message = row.error() == null ? null : row.error().message();
        String who = row.node() == null ? null : row.node().value();
        long at = row.at().toEpochMilli();
        event.add(
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
        state.add(
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
        if (ended) {
            sayings.ended(row.job().toString());
        }
    }

    private void add(Writes.Key remembered, Instant at) throws SQLException {
        key.add(
                remembered.key().key(),
                remembered.key().bodyHash(),
                String.join(",", remembered.jobs().stream().map(JobId::toString).toList()),
                at.toEpochMilli());
    }

    private void add(NodeTable.Known known) throws SQLException {
        node.add(
                known.heartbeat().node().value(),
                MeshJson.write(known.heartbeat()),
                known.lastSeen().toEpochMilli(),
                known.joinedAt().toEpochMilli(),
                known.toDrain() ? 1 : 0);
    }

    private void add(QuarantineView view) throws SQLException {
        quarantined.add(
                view.id().toString(),
                view.at().toEpochMilli(),
                view.from(),
                view.reason(),
                view.body());
    }
}
