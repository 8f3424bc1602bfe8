package mesh.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.core.job.JobEvent;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.protocol.JobId;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;

/// What the one who writes asks between two commits, on its own connection: it waits for no reader.
final class Lookups {
    private final Database database;
    private final Connection connection;
    private final Many remembered;
    private final Many ended;
    private final PreparedStatement dead;
    private final PreparedStatement requeued;

    Lookups(Database database, Connection connection) throws SQLException {
        this.database = database;
        this.connection = connection;
        remembered =
                new Many(
                        connection,
                        "SELECT key, body_hash, jobs FROM idempotency WHERE key IN (%s)");
        ended = new Many(connection, "SELECT id, log FROM jobs WHERE id IN (%s) AND ended > 0");
        dead =
                connection.prepareStatement(
                        "SELECT 1 FROM jobs WHERE id = ? AND dead_since IS NOT NULL");
        requeued =
                connection.prepareStatement(
                        "SELECT jobs.id FROM specs JOIN jobs ON jobs.seq = specs.seq"
                                + " WHERE specs.requeued_from = ?");
    }

    Map<String, Store.Remembered> remembered(List<String> keys) throws SQLException {
        var found = new HashMap<String, Store.Remembered>();
        try {
            remembered.ask(
                    keys.stream().map(database::text).toList(),
                    row ->
                            found.put(
                                    row.getString(1),
                                    new Store.Remembered(
                                            row.getString(2), Ids.ids(row.getBytes(3)))));
        } finally {
            tidy();
        }
        return found;
    }

    /// How many jobs are dead, counted one by one.
    long dead() throws SQLException {
        try (Statement count = connection.createStatement();
                ResultSet row =
                        count.executeQuery(
                                "SELECT count(*) FROM jobs WHERE dead_since IS NOT NULL")) {
            row.next();
            return row.getLong(1);
        } finally {
            tidy();
        }
    }

    boolean isDead(JobId id) throws SQLException {
        return one(dead, id, _ -> true).isPresent();
    }

    Optional<JobId> requeued(JobId job) throws SQLException {
        return one(requeued, job, row -> Ids.id(row.getBytes(1)));
    }

    long room() throws SQLException {
        try {
            return database.room(connection);
        } finally {
            tidy();
        }
    }

    private <T> Optional<T> one(PreparedStatement question, JobId about, Queries.Read<T> read)
            throws SQLException {
        question.setBytes(1, Ids.bytes(about));
        try (ResultSet row = question.executeQuery()) {
            return row.next() ? Optional.of(read.from(row)) : Optional.empty();
        } finally {
            tidy();
        }
    }

    /// Nothing may stay open: it would keep the database from tidying up.
    private void tidy() throws SQLException {
        connection.rollback();
    }

    /// Of a log that does not lead to an end by itself, that it has one.
    private static List<JobEvent> events(JobId id, String log) {
        try {
            List<JobEvent> events = new JobLog(id, log).events();
            if (!(Lifecycle.fold(events) instanceof JobState.Open)) {
                return events;
            }
        } catch (RuntimeException broken) {
            // Said to whoever reads the job.
        }
        return List.of(
                new JobEvent.Submitted(null),
                new JobEvent.Failed(0, null, new JobError(ErrorCode.UNREADABLE, "its log")));
    }

    Map<JobId, List<JobEvent>> ended(List<JobId> ids) throws SQLException {
        var found = new LinkedHashMap<JobId, List<JobEvent>>();
        try {
            ended.ask(
                    ids.stream().map(Ids::bytes).toList(),
                    row -> {
                        JobId id = Ids.id(row.getBytes(1));
                        return found.put(id, events(id, row.getString(2)));
                    });
        } finally {
            tidy();
        }
        return found;
    }
}
