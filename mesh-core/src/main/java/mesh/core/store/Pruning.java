package mesh.core.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import mesh.core.job.StateName;

/// Takes away jobs that have ended, with all that belongs to them, on the connection that writes. A
/// step is bounded by the number of jobs and by their size, since a large row takes longer.
final class Pruning {
    private static final long MOST_BYTES = 1 << 20;
    private static final int PARTIALS_AT_ONCE = 16;

    private final PreparedStatement oldest;
    private final PreparedStatement spentKeys;
    private final Batch events;
    private final Batch labels;
    private final Batch partials;
    private final Batch somePartials;
    private final Batch refusals;
    private final Batch jobs;
    private final Batch keyOver;
    private final Batch key;

    Pruning(JdbcWriter writer) throws SQLException {
        oldest =
                writer.query(
                        "SELECT id, state, finished_at, labels, idempotency_key,"
                                + " octet_length(payload) + coalesce(octet_length(result), 0)"
                                + " AS size,"
                                + " (SELECT coalesce(sum(octet_length(value)), 0) FROM partials"
                                + " WHERE partials.job = jobs.id) AS partials_size"
                                + " FROM jobs WHERE finished_at IS NOT NULL"
                                + " ORDER BY finished_at LIMIT ?");
        events = writer.batch("DELETE FROM events WHERE job = ?");
        labels = writer.batch("DELETE FROM labels WHERE label = ? AND job = ?");
        partials = writer.batch("DELETE FROM partials WHERE job = ?");
        somePartials =
                writer.batch(
                        "DELETE FROM partials WHERE job = ? AND number IN (SELECT number"
                                + " FROM partials WHERE job = ? ORDER BY number LIMIT "
                                + PARTIALS_AT_ONCE
                                + ")");
        refusals = writer.batch("DELETE FROM refusals WHERE job = ?");
        jobs = writer.batch("DELETE FROM jobs WHERE id = ?");
        keyOver =
                writer.batch(
                        "UPDATE idempotency SET over_at = at + "
                                + Retention.KEY.toMillis()
                                + " WHERE key = ? AND NOT EXISTS"
                                + " (SELECT 1 FROM jobs WHERE idempotency_key = ?)");
        spentKeys =
                writer.query(
                        "SELECT key, octet_length(jobs) AS size FROM idempotency"
                                + " WHERE over_at IS NOT NULL AND over_at <= ?"
                                + " ORDER BY over_at LIMIT ?");
        key = writer.batch("DELETE FROM idempotency WHERE key = ?");
    }

    /// A job that may go.
    private record Old(
            String id,
            StateName state,
            Instant endedAt,
            List<String> labels,
            String key,
            long size,
            long partialsSize) {
        static Old of(ResultSet row) throws SQLException {
            return new Old(
                    row.getString("id"),
                    StateName.of(row.getString("state")),
                    Rows.instant(row, "finished_at"),
                    Rows.labels(row.getString("labels")).texts(),
                    row.getString("idempotency_key"),
                    row.getLong("size"),
                    row.getLong("partials_size"));
        }
    }

    /// Does a step; it is not yet committed.
    ///
    /// @param most how many jobs
    Pruned step(Retention.Cut cut, int most, Instant now) throws SQLException {
        boolean moreKeys = pruneKeys(most, now);
        List<Old> old = oldest(cut, most);
        var counts = new EnumMap<StateName, Long>(StateName.class);
        var keys = new LinkedHashSet<String>();
        long bytes = 0;
        int taken = 0;
        for (Old job : old) {
            bytes += job.size() + job.partialsSize();
            if (taken > 0 && bytes > MOST_BYTES) {
                break;
            }
            if (job.partialsSize() > MOST_BYTES) {
                // A job with so much goes piece by piece, and itself with the last.
                somePartials.add(job.id(), job.id());
                somePartials.run();
                return new Pruned(counts, true);
            }
            remove(job);
            counts.merge(job.state(), 1L, Long::sum);
            if (job.key() != null) {
                keys.add(job.key());
            }
            taken++;
        }
        for (Batch statement : List.of(events, labels, partials, refusals, jobs)) {
            statement.run();
        }
        for (String name : keys) {
            keyOver.add(name, name);
        }
        keyOver.run();
        return new Pruned(counts, moreKeys || taken < old.size() || taken == most);
    }

    private List<Old> oldest(Retention.Cut cut, int most) throws SQLException {
        oldest.setInt(1, most);
        var old = new ArrayList<Old>();
        try (ResultSet rows = oldest.executeQuery()) {
            while (rows.next()) {
                Old job = Old.of(rows);
                if (!cut.takes(old.size(), job.endedAt())) {
                    break;
                }
                old.add(job);
            }
        }
        return old;
    }

    private void remove(Old job) throws SQLException {
        events.add(job.id());
        for (String label : new LinkedHashSet<>(job.labels())) {
            labels.add(label, job.id());
        }
        if (job.partialsSize() > 0) {
            partials.add(job.id());
        }
        refusals.add(job.id());
        jobs.add(job.id());
    }

    private boolean pruneKeys(int most, Instant now) throws SQLException {
        spentKeys.setLong(1, now.toEpochMilli());
        spentKeys.setInt(2, most);
        int found = 0;
        int taken = 0;
        long bytes = 0;
        try (ResultSet rows = spentKeys.executeQuery()) {
            while (rows.next()) {
                found++;
                bytes += rows.getLong("size");
                if (taken == 0 || bytes <= MOST_BYTES) {
                    key.add(rows.getString("key"));
                    taken++;
                }
            }
        }
        key.run();
        return taken < found || taken == most;
    }
}
