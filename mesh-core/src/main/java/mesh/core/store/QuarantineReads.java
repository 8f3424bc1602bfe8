package mesh.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import mesh.core.Page;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineQuery.Place;
import mesh.core.QuarantineSelection;
import mesh.core.QuarantineView;

/// What lies in quarantine: messages in a table of their own, and the jobs that are dead, read as
/// one list.
record QuarantineReads(Queries queries) {
    private static final String MESSAGES = " FROM quarantine WHERE 1 = 1";
    private static final String JOBS =
            " FROM jobs CROSS JOIN specs WHERE specs.seq = jobs.seq AND jobs.dead_since IS NOT NULL";

    /// A condition with what it asks for.
    private static final class Where {
        private final StringBuilder sql;
        private final List<Object> arguments = new ArrayList<>();

        Where(String from) {
            sql = new StringBuilder(from);
        }

        void and(String condition, Object... values) {
            sql.append(" AND ").append(condition);
            arguments.addAll(List.of(values));
        }

        Object[] arguments(Object... more) {
            return Stream.concat(arguments.stream(), Stream.of(more)).toArray();
        }
    }

    private static Where messages(QuarantineQuery query) {
        var where = new Where(MESSAGES);
        if (query.from() != null) {
            where.and("source = ?", query.from());
        }
        if (query.reason() != null) {
            where.and("replace(reason, ?, '') <> reason", query.reason());
        }
        if (query.after() != null) {
            where.and("(at, id) < (?, ?)", at(query), query.after().id().toString());
        }
        return where;
    }

    private static Where jobs(QuarantineQuery query) {
        var where = new Where(JOBS);
        if (query.code() != null) {
            where.and("error_code = ?", query.code().wireName());
        }
        if (query.type() != null) {
            where.and("type = ?", query.type());
        }
        if (query.reason() != null) {
            String reason = "error_code || ': ' || error_message";
            where.and("replace(" + reason + ", ?, '') <> " + reason, query.reason());
        }
        if (query.after() != null) {
            where.and("(dead_since, jobs.id) < (?, ?)", at(query), Ids.bytes(query.after().id()));
        }
        return where;
    }

    private static long at(QuarantineQuery query) {
        return query.after().at().toEpochMilli();
    }

    Page<QuarantineView> page(QuarantineQuery query) {
        var found = new ArrayList<QuarantineView>();
        if (query.asksForMessages()) {
            var page = new PageOfQuarantine(query.limit());
            Where where = messages(query);
            queries.read(
                    "SELECT *" + where.sql + " ORDER BY at DESC, id DESC LIMIT ?",
                    row -> page.add(Rows.quarantined(row)),
                    where.arguments(query.limit() + 1));
            found.addAll(page.seen());
        }
        if (query.asksForJobs()) {
            var page = new PageOfQuarantine(query.limit());
            Where where = jobs(query);
            queries.read(
                    "SELECT "
                            + JobListing.JOB
                            + where.sql
                            + " ORDER BY dead_since DESC, id DESC LIMIT ?",
                    row -> page.add(QuarantineView.dead(JobRow.read(row))),
                    where.arguments(query.limit() + 1));
            found.addAll(page.seen());
        }
        return PageOfQuarantine.of(found, query.limit());
    }

    Optional<QuarantineView> one(UUID id) {
        return queries.one("SELECT *" + MESSAGES + " AND id = ?", Rows::quarantined, id.toString())
                .or(
                        () ->
                                queries.one(
                                        "SELECT " + JobListing.JOB + JOBS + " AND jobs.id = ?",
                                        row -> QuarantineView.dead(JobRow.read(row)),
                                        (Object) Ids.bytes(id)));
    }

    QuarantineSelection selected(QuarantineQuery query) {
        var places = new ArrayList<Place>();
        long all = 0;
        if (query.asksForMessages()) {
            Where where = messages(query);
            places.addAll(places("at", where, query.limit(), QuarantineReads::text));
            all += count(where);
        }
        if (query.asksForJobs()) {
            Where where = jobs(query);
            places.addAll(places("dead_since", where, query.limit(), QuarantineReads::bytes));
            all += count(where);
        }
        places.sort(Place.NEWEST_FIRST);
        List<UUID> ids = places.stream().limit(query.limit()).map(Place::id).toList();
        return new QuarantineSelection(ids, all - ids.size());
    }

    private List<Place> places(String at, Where where, int most, Queries.Read<UUID> id) {
        return queries.list(
                "SELECT id, "
                        + at
                        + " AS at"
                        + where.sql
                        + " ORDER BY "
                        + at
                        + " DESC, id DESC LIMIT ?",
                row -> new Place(Rows.instant(row, "at"), id.from(row)),
                where.arguments(most));
    }

    private static UUID text(ResultSet message) throws SQLException {
        return UUID.fromString(message.getString("id"));
    }

    private static UUID bytes(ResultSet job) throws SQLException {
        return Ids.id(job.getBytes("id")).value();
    }

    private long count(Where where) {
        return queries.one("SELECT count(*)" + where.sql, row -> row.getLong(1), where.arguments())
                .orElseThrow();
    }

    /// How many jobs are dead.
    long dead() {
        return count(new Where(" FROM jobs WHERE dead_since IS NOT NULL"));
    }
}
