package mesh.core.store;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import mesh.core.EventView;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.Page;
import mesh.core.PartialView;
import mesh.core.job.StateName;
import mesh.core.store.Store.OpenRow;
import mesh.core.store.Store.Unreadable;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.Checkpoint;

/// What is asked of jobs and what belongs to them.
record JobReads(Queries queries) {
    /// Of a job, and how often something was refused to it; most were refused nothing.
    private record Found(JobView job, int refused) {}

    Optional<JobView> job(JobId id) {
        Object key = Ids.bytes(id);
        return queries.one(
                        "SELECT "
                                + JobListing.JOB
                                + ", (SELECT count(*) FROM refusals WHERE refusals.job = jobs.id)"
                                + " AS refused FROM jobs JOIN specs ON specs.seq = jobs.seq"
                                + " WHERE jobs.id = ?",
                        row -> new Found(JobRow.read(row), row.getInt("refused")),
                        key)
                .map(found -> found.refused() == 0 ? found.job() : withRefusals(found.job(), key));
    }

    private JobView withRefusals(JobView job, Object key) {
        return job.withRefused(
                queries.list(
                        "SELECT * FROM refusals WHERE job = ? ORDER BY reason",
                        Rows::refusal,
                        key));
    }

    Page<JobView> page(JobQuery query) {
        return new JobListing(queries).page(query);
    }

    Map<JobId, Json> payloads(List<JobId> ids) {
        var payloads = new LinkedHashMap<JobId, Json>();
        queries.each(
                "SELECT jobs.id, specs.payload FROM jobs JOIN specs ON specs.seq = jobs.seq"
                        + " WHERE jobs.id",
                ids,
                row -> {
                    String payload = row.getString(2);
                    return Rows.isSendable(payload)
                            ? payloads.put(Ids.id(row.getBytes(1)), new Json(payload))
                            : null;
                });
        return payloads;
    }

    List<PartialView> partials(JobId id, int after, int limit) {
        return queries.list(
                "SELECT * FROM partials WHERE job = ? AND number > ? ORDER BY number LIMIT ?",
                Rows::partial,
                Ids.bytes(id),
                after,
                limit);
    }

    Map<JobId, Checkpoint> checkpoints(List<JobId> ids) {
        var checkpoints = new LinkedHashMap<JobId, Checkpoint>();
        queries.each(
                "SELECT * FROM checkpoints WHERE job",
                ids,
                row ->
                        Rows.isSendable(row.getString("value"))
                                ? checkpoints.put(Ids.id(row.getBytes("job")), Rows.checkpoint(row))
                                : null);
        return checkpoints;
    }

    List<EventView> events(JobId id) {
        return queries.one(
                        "SELECT log FROM jobs WHERE id = ?",
                        row -> new JobLog(id, row.getString(1)).views(),
                        (Object) Ids.bytes(id))
                .orElse(List.of());
    }

    /// Counts those that have ended in their index, and sees to the few that nodes hold. What is in
    /// no state that there is counts as none.
    Map<StateName, Long> counts() {
        var counts = new EnumMap<StateName, Long>(StateName.class);
        queries.list(
                "SELECT ended, count(*) FROM jobs GROUP BY ended",
                row -> count(counts, row.getInt(1), row.getLong(2)));
        queries.list(
                "SELECT state, count(*) FROM jobs WHERE held = 1 GROUP BY state",
                row ->
                        count(counts, row.getInt(1), row.getLong(2))
                                ? counts.merge(StateName.QUEUED, -row.getLong(2), Long::sum)
                                : null);
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private static boolean count(Map<StateName, Long> counts, int state, long jobs) {
        Optional<StateName> known = States.find(state);
        known.ifPresent(name -> counts.put(name, jobs));
        return known.isPresent();
    }

    /// @return whether there are more, of which the row of what was asked for is gone
    boolean open(Consumer<OpenRow> each, Consumer<Unreadable> unreadable) {
        long found = read(OpenRows.SQL, each, unreadable);
        queries.read(
                OpenRows.IN_NO_STATE,
                row -> {
                    OpenRows.inNoState(row).ifPresent(unreadable);
                    return true;
                });
        long open = queries.one(OpenRows.HOW_MANY, row -> row.getLong(1)).orElseThrow();
        return found < open;
    }

    /// Those that were mended because that row was gone.
    void mended(Consumer<OpenRow> each, Consumer<Unreadable> unreadable) {
        read(OpenRows.MENDED, each, unreadable);
    }

    private long read(String sql, Consumer<OpenRow> each, Consumer<Unreadable> unreadable) {
        var rows = new OpenRows();
        long[] found = {0};
        queries.read(
                sql,
                row -> {
                    rows.read(row, each, unreadable);
                    found[0]++;
                    return true;
                });
        return found[0];
    }
}
