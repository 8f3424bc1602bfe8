package mesh.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.core.EventView;
import mesh.core.job.JobEvent;
import mesh.protocol.JobId;

/// What the one who writes asks between two commits, on its own connection: it waits for no reader.
final class Lookups {
    private static final int IDS_AT_ONCE = 50;

    private final Connection connection;
    private final PreparedStatement remembered;
    private final PreparedStatement events;
    private final PreparedStatement dead;
    private final PreparedStatement requeued;

    Lookups(Connection connection) throws SQLException {
        this.connection = connection;
        remembered =
                connection.prepareStatement(
                        "SELECT body_hash, jobs FROM idempotency WHERE key = ?");
        events =
                connection.prepareStatement(
                        "SELECT * FROM events WHERE job IN ("
                                + String.join(",", Collections.nCopies(IDS_AT_ONCE, "?"))
                                + ") ORDER BY job, seq");
        dead = connection.prepareStatement("SELECT 1 FROM jobs WHERE id = ? AND dead = 1");
        requeued = connection.prepareStatement("SELECT id FROM jobs WHERE requeued_from = ?");
    }

    Optional<Store.Remembered> remembered(String key) throws SQLException {
        return one(
                remembered,
                key,
                row -> new Store.Remembered(row.getString(1), Rows.ids(row.getString(2))));
    }

    boolean isDead(JobId id) throws SQLException {
        return one(dead, id.toString(), _ -> true).isPresent();
    }

    Optional<JobId> requeued(JobId job) throws SQLException {
        return one(requeued, job.toString(), row -> Rows.id(row.getString(1)));
    }

    long room(Database database) throws SQLException {
        try {
            return database.room(connection);
        } finally {
            connection.rollback();
        }
    }

    private <T> Optional<T> one(PreparedStatement question, String about, Queries.Read<T> read)
            throws SQLException {
        question.setString(1, about);
        try (ResultSet row = question.executeQuery()) {
            return row.next() ? Optional.of(read.from(row)) : Optional.empty();
        } finally {
            // Nothing may stay open: it would keep the database from tidying up.
            connection.rollback();
        }
    }

    Map<JobId, List<JobEvent>> ended(List<JobId> ids) throws SQLException {
        var found = new LinkedHashMap<JobId, List<EventView>>();
        try {
            for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
                read(ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE)), found);
            }
        } finally {
            connection.rollback();
        }
        found.values().removeIf(log -> !log.getLast().state().terminal());
        var facts = new LinkedHashMap<JobId, List<JobEvent>>();
        found.forEach((id, log) -> facts.put(id, log.stream().map(Rows::fact).toList()));
        return facts;
    }

    private void read(List<JobId> some, Map<JobId, List<EventView>> found) throws SQLException {
        for (int i = 0; i < IDS_AT_ONCE; i++) {
            // Where there are fewer, the last one is asked for more than once.
            events.setString(i + 1, some.get(Math.min(i, some.size() - 1)).toString());
        }
        try (ResultSet rows = events.executeQuery()) {
            while (rows.next()) {
                EventView event = Rows.event(rows);
                found.computeIfAbsent(event.job(), _ -> new ArrayList<>()).add(event);
            }
        }
    }
}
