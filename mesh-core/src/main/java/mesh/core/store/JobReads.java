package mesh.core.store;

import java.util.ArrayList;
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
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.Checkpoint;

/// What is asked of jobs and what belongs to them.
record JobReads(Queries queries) {
    /// What is read of a job.
    private static final String JOB =
            "jobs.*, (SELECT count(*) FROM partials WHERE partials.job = jobs.id) AS partials_kept,"
                    + " (SELECT number FROM checkpoints WHERE checkpoints.job = jobs.id)"
                    + " AS checkpoint_kept";

    Optional<JobView> job(JobId id) {
        return queries.one("SELECT " + JOB + " FROM jobs WHERE id = ?", Rows::job, id.toString())
                .map(
                        job ->
                                job.withRefused(
                                        queries.list(
                                                "SELECT * FROM refusals WHERE job = ? ORDER BY reason",
                                                Rows::refusal,
                                                id.toString())));
    }

    Page<JobView> page(JobQuery query) {
        var sql = new StringBuilder("SELECT " + JOB + " FROM jobs WHERE 1 = 1");
        String id = "jobs.id";
        var arguments = new ArrayList<Object>();
        if (query.label() != null) {
            // The label's own order is that of the ids: nothing has to be sorted. SQLite takes the
            // sides of a CROSS JOIN in the order that they are written in.
            id = "labels.job";
            sql =
                    new StringBuilder(
                            "SELECT "
                                    + JOB
                                    + " FROM labels CROSS JOIN jobs WHERE jobs.id = labels.job");
            sql.append(" AND labels.label = ?");
            arguments.add(query.label());
        }
        if (query.state() != null) {
            sql.append(" AND state = ?");
            arguments.add(query.state().wireName());
        }
        if (query.type() != null) {
            sql.append(" AND type = ?");
            arguments.add(query.type());
        }
        if (query.after() != null) {
            sql.append(" AND ").append(id).append(" < ?");
            arguments.add(query.after().toString());
        }
        sql.append(" ORDER BY ").append(id).append(" DESC LIMIT ?");
        arguments.add(query.limit() + 1);
        var page = new PageOfJobs(query.limit());
        queries.read(sql.toString(), row -> page.add(Rows.job(row)), arguments.toArray());
        return page.page();
    }

    Map<JobId, Json> payloads(List<JobId> ids) {
        var payloads = new LinkedHashMap<JobId, Json>();
        queries.each(
                "SELECT id, payload FROM jobs WHERE id",
                ids,
                row -> payloads.put(Rows.id(row.getString(1)), new Json(row.getString(2))));
        return payloads;
    }

    List<PartialView> partials(JobId id, int after, int limit) {
        return queries.list(
                "SELECT * FROM partials WHERE job = ? AND number > ? ORDER BY number LIMIT ?",
                Rows::partial,
                id.toString(),
                after,
                limit);
    }

    Map<JobId, Checkpoint> checkpoints(List<JobId> ids) {
        var checkpoints = new LinkedHashMap<JobId, Checkpoint>();
        queries.each(
                "SELECT * FROM checkpoints WHERE job",
                ids,
                row -> checkpoints.put(Rows.id(row.getString("job")), Rows.checkpoint(row)));
        return checkpoints;
    }

    List<EventView> events(JobId id) {
        return queries.list(
                "SELECT * FROM events WHERE job = ? ORDER BY seq", Rows::event, id.toString());
    }

    Map<StateName, Long> counts() {
        var counts = new EnumMap<StateName, Long>(StateName.class);
        queries.list(
                "SELECT state, count(*) FROM jobs GROUP BY state",
                row -> counts.put(StateName.of(row.getString(1)), row.getLong(2)));
        return counts;
    }

    void open(Consumer<OpenRow> each) {
        var fold = new OpenRows(each);
        queries.read(
                "SELECT events.*, jobs.type, jobs.needs, jobs.priority, jobs.deadline, jobs.run_at,"
                        + " jobs.max_attempts, length(jobs.payload) AS payload_size"
                        + " FROM jobs JOIN events ON events.job = jobs.id"
                        + " WHERE jobs.state IN ('queued', 'assigned', 'running')"
                        + " ORDER BY events.job, events.seq",
                row -> {
                    fold.add(row);
                    return true;
                });
        fold.end();
    }
}
