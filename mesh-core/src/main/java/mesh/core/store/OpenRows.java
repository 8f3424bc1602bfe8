package mesh.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.core.store.Store.OpenRow;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.needs.Needs;

/// Makes rows of jobs that have not ended what an engine begins with. There may be a million: what
/// many of them have in common is read and kept once.
final class OpenRows {
    static final String SQL =
            "SELECT jobs.id, jobs.type, specs.needs, specs.priority, specs.deadline, specs.run_at,"
                    + " specs.max_attempts, specs.payload_size, jobs.log"
                    + " FROM jobs JOIN specs ON specs.seq = jobs.seq"
                    + " WHERE jobs.ended = 0 ORDER BY jobs.id";

    /// Of how many different needs and types the reading is remembered.
    private static final int MOST_ALIKE = 10_000;

    private final Map<String, Needs> needs = new HashMap<>();
    private final Map<String, JobType> types = new HashMap<>();

    /// @throws StoreException where the log does not lead to an open state
    OpenRow read(ResultSet row) throws SQLException {
        JobId id = Ids.id(row.getBytes(1));
        String needed = row.getString(3);
        var spec =
                new JobSpec(
                        id,
                        once(types, row.getString(2), JobType::new),
                        needed == null ? Needs.NONE : once(needs, needed, Rows::needs),
                        row.getInt(4),
                        Optional.ofNullable(Rows.instant(row, 5)),
                        Optional.ofNullable(Rows.instant(row, 6)),
                        row.getInt(7),
                        row.getInt(8));
        var log = new JobLog(id, row.getString(9));
        if (log.isNew()) {
            return new OpenRow(spec, JobState.Queued.NEW, 1);
        }
        List<JobEvent> events = log.events();
        if (Lifecycle.fold(events) instanceof JobState.Open state) {
            return new OpenRow(spec, state, events.size());
        }
        throw new StoreException("job " + id + " is open, and by its log it has ended", null);
    }

    private static <T> T once(Map<String, T> known, String text, Function<String, T> read) {
        if (known.size() >= MOST_ALIKE) {
            known.clear();
        }
        return known.computeIfAbsent(text, read);
    }
}
