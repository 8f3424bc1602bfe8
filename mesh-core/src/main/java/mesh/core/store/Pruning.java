package mesh.core.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import mesh.core.job.StateName;
import mesh.protocol.JobId;

/// Takes away jobs that have ended, with all that belongs to them, on the connection that writes. A
/// step is bounded by the number of jobs and by their size, since a large row takes longer.
final class Pruning {
    private static final long MOST_BYTES = 1 << 20;
    private static final int PARTIALS_AT_ONCE = 16;

    private final Endings endings;
    private final Many old;
    private final PreparedStatement spentKeys;
    private final Batch labels;
    private final Many partials;
    private final Batch somePartials;
    private final Many refusals;
    private final Many jobs;
    private final Many specs;
    private final Batch keyOver;
    private final Batch key;

    Pruning(JdbcWriter writer) throws SQLException {
        endings = new Endings(writer);
        old =
                writer.many(
                        "SELECT jobs.id, jobs.seq, jobs.state, specs.labels, specs.idempotency_key,"
                                + " octet_length(specs.payload)"
                                + " + coalesce(octet_length(jobs.result), 0) AS size,"
                                + " (SELECT coalesce(sum(octet_length(value)), 0) FROM partials"
                                + " WHERE partials.job = jobs.id) AS partials_size,"
                                + " CASE WHEN jobs.dead_since IS NULL THEN 0 ELSE 1 END AS dead"
                                + " FROM jobs JOIN specs ON specs.seq = jobs.seq"
                                + " WHERE jobs.id IN (%s)");
        labels = writer.batch("DELETE FROM labels WHERE label = ? AND job = ?");
        partials = writer.many("DELETE FROM partials WHERE job IN (%s)");
        somePartials =
                writer.batch(
                        "DELETE FROM partials WHERE job = ? AND number IN (SELECT number"
                                + " FROM partials WHERE job = ? ORDER BY number LIMIT "
                                + PARTIALS_AT_ONCE
                                + ")");
        refusals = writer.many("DELETE FROM refusals WHERE job IN (%s)");
        jobs = writer.many("DELETE FROM jobs WHERE seq IN (%s)");
        specs = writer.many("DELETE FROM specs WHERE seq IN (%s)");
        keyOver =
                writer.batch(
                        "UPDATE idempotency SET over_at = CASE WHEN kept <= ? THEN at + "
                                + Retention.KEY.toMillis()
                                + " END, kept = kept - ? WHERE key = ?");
        spentKeys =
                writer.query(
                        "SELECT key, octet_length(jobs) AS size FROM idempotency"
                                + " WHERE over_at IS NOT NULL AND over_at <= ?"
                                + " ORDER BY over_at LIMIT ?");
        key = writer.batch("DELETE FROM idempotency WHERE key = ?");
    }

    /// A job that may go.
    private record Old(
            JobId id,
            long seq,
            StateName state,
            List<String> labels,
            String key,
            long size,
            long partialsSize,
            int dead) {
        static Old of(ResultSet row) throws SQLException {
            return new Old(
                    Ids.id(row.getBytes(1)),
                    row.getLong(2),
                    States.of(row.getInt(3)),
                    labelsOf(row.getString(4)),
                    row.getString(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getInt(8));
        }
    }

    /// Of what cannot be read none: its rows of labels name a job that is gone.
    private static List<String> labelsOf(String json) {
        try {
            return Rows.labels(json).texts();
        } catch (RuntimeException broken) {
            return List.of();
        }
    }

    /// What a step took away.
    ///
    /// @param dead how many of the jobs lay in quarantine
    record Step(Pruned pruned, int dead) {}

    /// Does a step; it is not yet committed.
    ///
    /// @param most how many jobs
    Step step(Retention.Cut cut, int most, Instant now) throws SQLException {
        boolean moreKeys = pruneKeys(most, now);
        List<JobId> found = endings.first(cut, most);
        Map<JobId, Old> known = known(found);
        var going = new ArrayList<Old>();
        long bytes = 0;
        int taken = 0;
        for (JobId id : found) {
            Old job = known.get(id);
            if (job != null) {
                bytes += job.size() + job.partialsSize();
                if (!going.isEmpty() && bytes > MOST_BYTES) {
                    break;
                }
                if (job.partialsSize() > MOST_BYTES) {
                    // A job with so much goes piece by piece, and itself with the last.
                    somePartials.add(Ids.bytes(id), Ids.bytes(id));
                    somePartials.run();
                    return new Step(new Pruned(Map.of(), true), 0);
                }
                going.add(job);
            }
            taken++;
        }
        endings.remove(taken);
        Map<StateName, Long> counts = remove(going);
        boolean moreJobs = taken > 0 && (taken < found.size() || taken == most || endings.more());
        int dead = going.stream().mapToInt(Old::dead).sum();
        return new Step(new Pruned(counts, moreKeys || moreJobs), dead);
    }

    private Map<JobId, Old> known(List<JobId> ids) throws SQLException {
        var known = new HashMap<JobId, Old>();
        old.ask(
                ids.stream().map(Ids::bytes).toList(),
                row -> {
                    Old job = Old.of(row);
                    return known.put(job.id(), job);
                });
        return known;
    }

    private Map<StateName, Long> remove(List<Old> going) throws SQLException {
        var counts = new EnumMap<StateName, Long>(StateName.class);
        var keys = new LinkedHashMap<String, Integer>();
        var withPartials = new ArrayList<byte[]>();
        for (Old job : going) {
            counts.merge(job.state(), 1L, Long::sum);
            for (String label : new LinkedHashSet<>(job.labels())) {
                labels.add(label, Ids.bytes(job.id()));
            }
            if (job.partialsSize() > 0) {
                withPartials.add(Ids.bytes(job.id()));
            }
            if (job.key() != null) {
                keys.merge(job.key(), 1, Integer::sum);
            }
        }
        labels.run();
        partials.update(withPartials);
        refusals.update(going.stream().map(job -> Ids.bytes(job.id())).toList());
        List<Long> places = going.stream().map(Old::seq).toList();
        jobs.update(places);
        specs.update(places);
        for (Map.Entry<String, Integer> gone : keys.entrySet()) {
            keyOver.add(gone.getValue(), gone.getValue(), gone.getKey());
        }
        keyOver.run();
        return counts;
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
