package mesh.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mesh.core.QuarantineView;
import mesh.core.job.JobEvent;
import mesh.protocol.JobId;

/// Writes batches through one connection of its own, with statements that are prepared once. After
/// a failure it is of no more use: when the disk is full, SQLite ends the transaction by itself and
/// the driver does not notice, so that later statements would be written one by one.
final class JdbcWriter implements AutoCloseable {
    /// What quarantine holds at the most; the oldest goes first.

    private final Database database;
    private final Connection connection;
    private final JobWrites jobs;
    private final Batch key;
    private final NodeRows nodes;
    private final Batch quarantined;
    private final Batch forgotten;
    private final Batch dismissed;
    private final Sayings sayings;
    private final Pruning pruning;
    private final QuarantineBound quarantineBound;
    private final Batch pulse;
    private final Lookups lookups;

    /// How many jobs are dead: to count them each time that somebody asks would take long.
    private long dead;

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
        key =
                batch(
                        "INSERT INTO idempotency (key, body_hash, jobs, at, kept)"
                                + " VALUES (?, ?, ?, ?, ?)");
        nodes = new NodeRows(connection, batch(NodeRows.SEEN), batch(NodeRows.FORGOTTEN));
        quarantined =
                batch(
                        "INSERT INTO quarantine (id, at, source, reason, body)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        forgotten = batch("DELETE FROM quarantine WHERE id = ?");
        dismissed =
                batch(
                        "UPDATE jobs SET dead_since = NULL"
                                + " WHERE id = ? AND dead_since IS NOT NULL");
        pulse =
                batch(
                        "INSERT INTO pulse (id, at) VALUES (1, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET at = excluded.at");
        sayings = new Sayings(this);
        jobs = new JobWrites(this, sayings::ended);
        pruning = new Pruning(this);
        quarantineBound = new QuarantineBound(this);
        lookups = new Lookups(database, connection);
        dead = lookups.dead();
        connection.rollback();
    }

    /// Takes away a few of the jobs that have ended, in a transaction of its own.
    Pruned prune(Retention.Cut cut, int most, Instant now) throws SQLException {
        Pruning.Step step = pruning.step(cut, most, now);
        connection.commit();
        dead -= step.dead();
        return step.pruned();
    }

    PreparedStatement query(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    Many many(String sql) throws SQLException {
        return new Many(connection, sql);
    }

    Batch batch(String sql) throws SQLException {
        return new Batch(database, connection, sql);
    }

    /// What idempotency keys stand for, as the writer sees it.
    Map<String, Store.Remembered> remembered(List<String> names) throws SQLException {
        return lookups.remembered(names);
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

    /// Gives open jobs whose row of what was asked for is gone one that cannot be read, so that
    /// they are found, and end.
    int mendSpecs() throws SQLException {
        try (PreparedStatement mend = connection.prepareStatement(OpenRows.MEND_SPECS)) {
            int mended = mend.executeUpdate();
            connection.commit();
            return mended;
        }
    }

    /// How many bytes more the database can take.
    long room() throws SQLException {
        return lookups.room();
    }

    /// Writes and commits. One with nothing in it writes the time, to try the disk.
    void commit(Writes batch) throws SQLException {
        if (batch.isEmpty()) {
            pulse.add(batch.turn().now().toEpochMilli());
            pulse.run();
        }
        long died = write(batch);
        connection.commit();
        dead += died;
    }

    /// How many jobs are dead.
    long dead() {
        return dead;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /// @return how many more jobs are dead
    private long write(Writes batch) throws SQLException {
        int died = jobs.write(batch);
        for (Writes.Key written : batch.keys()) {
            add(written, batch.turn().now());
        }
        nodes.write(batch.turn());
        for (QuarantineView view : batch.quarantined()) {
            add(view);
        }
        for (UUID id : batch.forgotten()) {
            forgotten.add(id.toString());
        }
        for (JobId id : batch.dismissed()) {
            dismissed.add(Ids.bytes(id));
        }
        for (Batch statement : List.of(key, quarantined, forgotten)) {
            statement.run();
        }
        int gone = Arrays.stream(dismissed.run()).sum();
        sayings.write(batch.turn());
        quarantineBound.hold(batch.quarantined());
        return died - gone;
    }

    private void add(Writes.Key remembered, Instant at) throws SQLException {
        key.add(
                remembered.key().key(),
                remembered.key().bodyHash(),
                Ids.bytes(remembered.jobs()),
                at.toEpochMilli(),
                remembered.jobs().size());
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
