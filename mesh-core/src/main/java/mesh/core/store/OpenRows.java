package mesh.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Logger;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.core.store.Store.OpenRow;
import mesh.core.store.Store.Unreadable;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.needs.Needs;

/// Makes rows of jobs that have not ended what an engine begins with. There may be a million: what
/// many of them have in common is read and kept once.
final class OpenRows {
    private static final Logger LOG = Logger.getLogger(OpenRows.class.getName());
    private static final String READ =
            "SELECT jobs.id, jobs.type, specs.needs, specs.priority, specs.deadline, specs.run_at,"
                    + " specs.max_attempts, specs.payload_size, jobs.log, jobs.state, jobs.attempt, specs.labels"
                    + " FROM jobs JOIN specs ON specs.seq = jobs.seq WHERE ";
    static final String SQL = READ + "jobs.ended = 0 ORDER BY jobs.id";

    /// Jobs that have ended in no way that there is.
    static final String IN_NO_STATE = READ + "(jobs.ended < 0 OR jobs.ended > 6)";

    static final String HOW_MANY = "SELECT count(*) FROM jobs WHERE ended = 0";

    /// Stands as the needs of a job of which the row of what was asked for is gone. It is no JSON.
    private static final String GONE = "'what was asked for is gone'";

    static final String MEND_SPECS =
            "INSERT INTO specs (seq, needs, priority, max_attempts, payload_size, payload) SELECT"
                    + " seq, "
                    + GONE
                    + ", 0, 1, 4, 'null' FROM jobs WHERE ended = 0"
                    + " AND NOT EXISTS (SELECT 1 FROM specs WHERE specs.seq = jobs.seq)";
    static final String MENDED = READ + "jobs.ended = 0 AND specs.needs = " + GONE;

    private static final String NO_STATE = "it has ended in no way that there is";

    /// Of how many different needs and types the reading is remembered.
    private static final int MOST_ALIKE = 10_000;

    private final Map<String, Needs> needs = new HashMap<>();
    private final Map<String, JobType> types = new HashMap<>();
    private final Map<String, String> tenants = new HashMap<>();

    /// Hands on a row, or why it cannot be read. One without an id cannot even be named: it is left
    /// as it is.
    void read(ResultSet row, Consumer<OpenRow> each, Consumer<Unreadable> unreadable)
            throws SQLException {
        JobId id = id(row).orElse(null);
        if (id == null) {
            return;
        }
        OpenRow open;
        try {
            open = read(id, row);
        } catch (RuntimeException | StackOverflowError broken) {
            unreadable.accept(unreadable(id, row, broken));
            return;
        }
        each.accept(open);
    }

    /// One that has ended in no way that there is.
    static Optional<Unreadable> inNoState(ResultSet row) throws SQLException {
        Optional<JobId> id = id(row);
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(unreadable(id.get(), row, new StoreException(NO_STATE, null)));
    }

    private static Optional<JobId> id(ResultSet row) throws SQLException {
        byte[] id = row.getBytes(1);
        if (id == null || id.length != Ids.BYTES) {
            LOG.warning("the store holds a job whose id cannot be read; it is left as it is");
            return Optional.empty();
        }
        return Optional.of(Ids.id(id));
    }

    private static Unreadable unreadable(JobId id, ResultSet row, Throwable broken)
            throws SQLException {
        String log = row.getString(9);
        int lines = log == null ? 0 : new JobLog(id, log).readable().entries().size();
        return new Unreadable(
                id,
                States.find(row.getInt(10)).filter(state -> !state.terminal()).orElse(null),
                row.getInt(11),
                lines,
                Rows.reason(broken));
    }

    /// @throws RuntimeException where it cannot be read, or its log does not lead to an open state
    private OpenRow read(JobId id, ResultSet row) throws SQLException {
        String needed = row.getString(3);
        String labels = row.getString(12);
        var spec =
                new JobSpec(
                        id,
                        once(types, row.getString(2), JobType::new),
                        needed == null ? Needs.NONE : once(needs, needed, Rows::needs),
                        row.getInt(4),
                        Optional.ofNullable(Rows.instant(row, 5)),
                        Optional.ofNullable(Rows.instant(row, 6)),
                        row.getInt(7),
                        row.getInt(8),
                        labels == null
                                ? ""
                                : once(tenants, labels, text -> Rows.labels(text).tenant()));
        var log = new JobLog(id, row.getString(9));
        if (log.isNew()) {
            return new OpenRow(spec, JobState.Queued.NEW, 1);
        }
        List<JobEvent> events = log.events();
        if (Lifecycle.fold(events) instanceof JobState.Open state) {
            return new OpenRow(spec, state, events.size());
        }
        throw new StoreException("it is open, and by its log it has ended", null);
    }

    private static <T> T once(Map<String, T> known, String text, Function<String, T> read) {
        if (known.size() >= MOST_ALIKE) {
            known.clear();
        }
        return known.computeIfAbsent(text, read);
    }
}
