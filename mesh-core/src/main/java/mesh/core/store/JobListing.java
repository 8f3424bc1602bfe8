package mesh.core.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.Page;
import mesh.core.job.StateName;

/// Lists jobs, the newest first, so that what is asked for is found by an index, however rare it is
/// among however many others. There is one over (`ended`, `type`, `id`) and one over the few that
/// nodes hold; what is asked for in more than one part of the first is merged from the newest of
/// each.
record JobListing(Queries queries) {
    /// What is read of a job.
    static final String JOB =
            "jobs.id, jobs.type, specs.needs, specs.payload, specs.priority, specs.labels,"
                    + " jobs.state, jobs.dead_since, jobs.attempt, specs.max_attempts, jobs.node, jobs.log,"
                    + " specs.deadline, jobs.result, specs.run_at, specs.requeued_from,"
                    + " jobs.progress, jobs.progress_message, jobs.progress_at, (SELECT count(*)"
                    + " FROM partials WHERE partials.job = jobs.id) AS partials_kept, (SELECT number"
                    + " FROM checkpoints WHERE checkpoints.job = jobs.id) AS checkpoint_kept";

    /// More types than this are not merged: then all jobs are looked through.
    private static final int MOST_TYPES = 50;

    private static final String WITH_SPECS = " CROSS JOIN specs WHERE specs.seq = jobs.seq";

    /// A question as it grows, with what it asks for.
    private static final class Question {
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> arguments = new ArrayList<>();

        Question add(String more, Object... values) {
            sql.append(more);
            arguments.addAll(List.of(values));
            return this;
        }
    }

    Page<JobView> page(JobQuery query) {
        Question question = question(query);
        var page = new PageOfJobs(query.limit());
        queries.read(
                question.sql.toString(),
                row -> page.add(JobRow.read(row)),
                question.arguments.toArray());
        return page.page();
    }

    private Question question(JobQuery query) {
        if (query.label() != null) {
            return labelled(query);
        }
        boolean held = query.state() == StateName.ASSIGNED || query.state() == StateName.RUNNING;
        if (held || query.state() == null && query.type() == null) {
            return among("jobs", held ? " AND jobs.held = 1" : "", query);
        }
        List<Integer> endings =
                query.state() == null
                        ? Stream.of(StateName.values()).map(States::ended).distinct().toList()
                        : List.of(States.ended(query.state()));
        List<String> types =
                query.type() == null ? types(endings.getFirst()) : List.of(query.type());
        return types.size() > MOST_TYPES ? among("jobs", "", query) : merged(endings, types, query);
    }

    /// The label's own order is that of the ids: nothing has to be sorted. SQLite takes the sides
    /// of a CROSS JOIN in the order that they are written in.
    private static Question labelled(JobQuery query) {
        var question =
                new Question()
                        .add("SELECT " + JOB + " FROM labels CROSS JOIN jobs" + WITH_SPECS)
                        .add(" AND jobs.id = labels.job AND labels.label = ?", query.label());
        return ordered(where(question, query), "labels.job", query);
    }

    private static Question among(String jobs, String condition, JobQuery query) {
        var question =
                new Question().add("SELECT " + JOB + " FROM " + jobs + WITH_SPECS + condition);
        return ordered(where(question, query), "jobs.id", query);
    }

    private static Question where(Question question, JobQuery query) {
        if (query.state() != null) {
            question.add(" AND jobs.state = ?", States.number(query.state()));
        }
        return query.type() == null ? question : question.add(" AND jobs.type = ?", query.type());
    }

    private static Question ordered(Question question, String id, JobQuery query) {
        if (query.after() != null) {
            question.add(" AND " + id + " < ?", Ids.bytes(query.after()));
        }
        return question.add(" ORDER BY " + id + " DESC LIMIT ?", query.limit() + 1);
    }

    /// The newest of each part, and of those the newest.
    private static Question merged(List<Integer> endings, List<String> types, JobQuery query) {
        var question = new Question().add("SELECT " + JOB + " FROM (");
        String separator = "";
        for (int ended : endings) {
            for (String type : types) {
                question.add(separator + "SELECT * FROM (SELECT jobs.seq FROM jobs")
                        .add(" WHERE jobs.ended = ? AND jobs.type = ?", ended, type);
                if (query.state() == StateName.QUEUED) {
                    question.add(" AND jobs.held = 0");
                }
                ordered(question, "jobs.id", query).add(") AS part");
                separator = " UNION ALL ";
            }
        }
        if (separator.isEmpty()) {
            question.add("SELECT jobs.seq FROM jobs WHERE 1 = 0");
        }
        return question.add(") AS found CROSS JOIN jobs" + WITH_SPECS)
                .add(" AND jobs.seq = found.seq ORDER BY jobs.id DESC LIMIT ?", query.limit() + 1);
    }

    /// The types of the jobs that ended so, found one after the other; not all where there are more
    /// than are merged.
    private List<String> types(int ended) {
        return queries.list(
                "WITH RECURSIVE kinds (type) AS (SELECT (SELECT min(type) FROM jobs WHERE ended = ?)"
                        + " UNION ALL SELECT (SELECT min(jobs.type) FROM jobs WHERE jobs.ended = ?"
                        + " AND jobs.type > kinds.type) FROM kinds WHERE kinds.type IS NOT NULL)"
                        + " SELECT type FROM kinds WHERE type IS NOT NULL LIMIT ?",
                row -> row.getString(1),
                ended,
                ended,
                MOST_TYPES + 1);
    }
}
