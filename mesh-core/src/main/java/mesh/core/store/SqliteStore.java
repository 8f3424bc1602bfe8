package mesh.core.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import mesh.core.EventView;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.Page;
import mesh.core.PartialView;
import mesh.core.QuarantineView;
import mesh.core.engine.NodeTable;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.Checkpoint;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The store in one SQLite file, in WAL mode with every commit synced (`synchronous=FULL`): one
/// connection writes, a few read. Flyway brings the file to the newest version of its tables.
public final class SqliteStore implements Store {
    private static final int READERS = 4;
    private static final int PAYLOADS_AT_ONCE = 500;

    /// What is read of a job.
    private static final String JOB =
            "jobs.*, (SELECT count(*) FROM partials WHERE partials.job = jobs.id) AS partials_kept,"
                    + " (SELECT number FROM checkpoints WHERE checkpoints.job = jobs.id)"
                    + " AS checkpoint_kept";

    private final SQLiteDataSource source;
    private final HikariDataSource readers;

    /// Null after a failure, until the next write.
    private SqliteWriter writer;

    private SqliteStore(SQLiteDataSource source, HikariDataSource readers) {
        this.source = source;
        this.readers = readers;
    }

    /// Opens the file, and makes it where there is none.
    ///
    /// @throws StoreException saying what is wrong with it
    public static SqliteStore open(Path file) {
        return open(file, source(file));
    }

    static SqliteStore open(Path file, SQLiteDataSource source) {
        HikariDataSource readers = null;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:mesh/core/store")
                    .load()
                    .migrate();
            var pool = new HikariConfig();
            pool.setPoolName("readers");
            pool.setDataSource(source);
            pool.setMaximumPoolSize(READERS);
            pool.setMinimumIdle(1);
            readers = new HikariDataSource(pool);
            var store = new SqliteStore(source, readers);
            store.writer();
            return store;
        } catch (IOException | SQLException | RuntimeException wrong) {
            if (readers != null) {
                readers.close();
            }
            throw new StoreException(
                    "the store " + file + " cannot be opened: " + wrong.getMessage(), wrong);
        }
    }

    static SQLiteDataSource source(Path file) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(5_000);
        config.setCacheSize(-32_768);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private SqliteWriter writer() throws SQLException {
        if (writer == null) {
            writer = SqliteWriter.on(source.getConnection());
        }
        return writer;
    }

    @Override
    public synchronized void commit(Writes batch) {
        try {
            writer().commit(batch);
        } catch (SQLException failed) {
            drop(failed);
            throw new StoreException("the store cannot write: " + failed.getMessage(), failed);
        } catch (RuntimeException | Error failed) {
            drop(failed);
            throw failed;
        }
    }

    private void drop(Throwable cause) {
        if (writer != null) {
            try {
                writer.close();
            } catch (SQLException alsoFailed) {
                cause.addSuppressed(alsoFailed);
            }
            writer = null;
        }
    }

    @Override
    public synchronized Optional<Remembered> remembered(String key) {
        try {
            return writer().remembered(key);
        } catch (SQLException failed) {
            drop(failed);
            throw new StoreException("the store cannot read: " + failed.getMessage(), failed);
        }
    }

    @Override
    public Optional<JobView> job(JobId id) {
        return one("SELECT " + JOB + " FROM jobs WHERE id = ?", Rows::job, id.toString())
                .map(
                        job ->
                                job.withRefused(
                                        list(
                                                "SELECT * FROM refusals WHERE job = ? ORDER BY reason",
                                                Rows::refusal,
                                                id.toString())));
    }

    @Override
    public Page<JobView> jobs(JobQuery query) {
        var sql = new StringBuilder("SELECT " + JOB + " FROM jobs WHERE 1 = 1");
        String id = "jobs.id";
        var arguments = new ArrayList<Object>();
        if (query.label() != null) {
            // The label's own order is that of the ids: nothing has to be sorted.
            id = "labels.job";
            sql =
                    new StringBuilder(
                            "SELECT "
                                    + JOB
                                    + " FROM labels CROSS JOIN jobs ON jobs.id = labels.job");
            sql.append(" WHERE labels.label = ?");
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
        read(sql.toString(), row -> page.add(Rows.job(row)), arguments.toArray());
        return page.page();
    }

    @Override
    public Map<JobId, Json> payloads(List<JobId> ids) {
        var payloads = new LinkedHashMap<JobId, Json>();
        each(
                "SELECT id, payload FROM jobs WHERE id",
                ids,
                row -> payloads.put(Rows.id(row.getString(1)), new Json(row.getString(2))));
        return payloads;
    }

    @Override
    public List<PartialView> partials(JobId id, int after, int limit) {
        return list(
                "SELECT * FROM partials WHERE job = ? AND number > ? ORDER BY number LIMIT ?",
                Rows::partial,
                id.toString(),
                after,
                limit);
    }

    @Override
    public Map<JobId, Checkpoint> checkpoints(List<JobId> ids) {
        var checkpoints = new LinkedHashMap<JobId, Checkpoint>();
        each(
                "SELECT * FROM checkpoints WHERE job",
                ids,
                row -> checkpoints.put(Rows.id(row.getString("job")), Rows.checkpoint(row)));
        return checkpoints;
    }

    /// Reads the rows of these jobs, some at a time.
    private void each(String sql, List<JobId> ids, Read<?> read) {
        for (int from = 0; from < ids.size(); from += PAYLOADS_AT_ONCE) {
            List<JobId> some = ids.subList(from, Math.min(ids.size(), from + PAYLOADS_AT_ONCE));
            String places = String.join(",", some.stream().map(_ -> "?").toList());
            list(
                    sql + " IN (" + places + ")",
                    read,
                    some.stream().map(JobId::toString).toArray());
        }
    }

    @Override
    public List<EventView> events(JobId id) {
        return list("SELECT * FROM events WHERE job = ? ORDER BY seq", Rows::event, id.toString());
    }

    @Override
    public Map<StateName, Long> counts() {
        var counts = new EnumMap<StateName, Long>(StateName.class);
        list(
                "SELECT state, count(*) FROM jobs GROUP BY state",
                row -> counts.put(StateName.of(row.getString(1)), row.getLong(2)));
        return counts;
    }

    @Override
    public void open(Consumer<OpenRow> each) {
        String open = "('queued', 'assigned', 'running')";
        String sql =
                "SELECT events.*, jobs.type, jobs.needs, jobs.priority, jobs.deadline, jobs.run_at,"
                        + " jobs.max_attempts, length(jobs.payload) AS payload_size FROM jobs JOIN events ON events.job = jobs.id"
                        + " WHERE jobs.state IN "
                        + open
                        + " ORDER BY events.job, events.seq";
        var fold = new OpenRows(each);
        list(
                sql,
                row -> {
                    fold.add(row);
                    return null;
                });
        fold.end();
    }

    @Override
    public List<NodeTable.Known> nodes() {
        return list("SELECT * FROM nodes ORDER BY id", Rows::known);
    }

    @Override
    public List<QuarantineView> quarantine() {
        var shown = new ShownQuarantine();
        read(
                "SELECT * FROM quarantine ORDER BY at DESC LIMIT " + MOST_SHOWN,
                row -> shown.add(Rows.quarantined(row)));
        return shown.views();
    }

    @Override
    public Optional<QuarantineView> quarantined(UUID id) {
        return one("SELECT * FROM quarantine WHERE id = ?", Rows::quarantined, id.toString());
    }

    @FunctionalInterface
    private interface Read<T> {
        T from(ResultSet row) throws SQLException;
    }

    private <T> Optional<T> one(String sql, Read<T> read, Object... arguments) {
        List<T> found = list(sql, read, arguments);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    private <T> List<T> list(String sql, Read<T> read, Object... arguments) {
        var found = new ArrayList<T>();
        read(sql, row -> found.add(read.from(row)), arguments);
        return found;
    }

    /// Hands on row after row, as long as more are wanted.
    private void read(String sql, Read<Boolean> more, Object... arguments) {
        try (Connection connection = readers.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                boolean wanted = true;
                while (wanted && rows.next()) {
                    wanted = more.from(rows);
                }
            }
        } catch (SQLException failed) {
            throw new StoreException("the store cannot read: " + failed.getMessage(), failed);
        }
    }

    @Override
    public synchronized void close() {
        readers.close();
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (SQLException failed) {
            throw new StoreException("the store cannot be closed", failed);
        }
    }
}
