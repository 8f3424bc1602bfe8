package mesh.core.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineSelection;
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

    /// What is read of a job.
    private static final String JOB =
            "jobs.*, (SELECT count(*) FROM partials WHERE partials.job = jobs.id) AS partials_kept,"
                    + " (SELECT number FROM checkpoints WHERE checkpoints.job = jobs.id)"
                    + " AS checkpoint_kept";

    private final SQLiteDataSource source;
    private final HikariDataSource readers;
    private final Queries queries;
    private final QuarantineReads quarantine;

    /// Null after a failure, until the next write.
    private SqliteWriter writer;

    private SqliteStore(SQLiteDataSource source, HikariDataSource readers) {
        this.source = source;
        this.readers = readers;
        this.queries = new Queries(readers);
        this.quarantine = new QuarantineReads(queries);
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
        return queries.one("SELECT " + JOB + " FROM jobs WHERE id = ?", Rows::job, id.toString())
                .map(
                        job ->
                                job.withRefused(
                                        queries.list(
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
        queries.read(sql.toString(), row -> page.add(Rows.job(row)), arguments.toArray());
        return page.page();
    }

    @Override
    public Map<JobId, Json> payloads(List<JobId> ids) {
        var payloads = new LinkedHashMap<JobId, Json>();
        queries.each(
                "SELECT id, payload FROM jobs WHERE id",
                ids,
                row -> payloads.put(Rows.id(row.getString(1)), new Json(row.getString(2))));
        return payloads;
    }

    @Override
    public List<PartialView> partials(JobId id, int after, int limit) {
        return queries.list(
                "SELECT * FROM partials WHERE job = ? AND number > ? ORDER BY number LIMIT ?",
                Rows::partial,
                id.toString(),
                after,
                limit);
    }

    @Override
    public Map<JobId, Checkpoint> checkpoints(List<JobId> ids) {
        var checkpoints = new LinkedHashMap<JobId, Checkpoint>();
        queries.each(
                "SELECT * FROM checkpoints WHERE job",
                ids,
                row -> checkpoints.put(Rows.id(row.getString("job")), Rows.checkpoint(row)));
        return checkpoints;
    }

    @Override
    public List<EventView> events(JobId id) {
        return queries.list(
                "SELECT * FROM events WHERE job = ? ORDER BY seq", Rows::event, id.toString());
    }

    @Override
    public Map<StateName, Long> counts() {
        var counts = new EnumMap<StateName, Long>(StateName.class);
        queries.list(
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
        queries.list(
                sql,
                row -> {
                    fold.add(row);
                    return null;
                });
        fold.end();
    }

    @Override
    public List<NodeTable.Known> nodes() {
        return queries.list("SELECT * FROM nodes ORDER BY id", Rows::known);
    }

    @Override
    public Page<QuarantineView> quarantine(QuarantineQuery query) {
        return quarantine.page(query);
    }

    @Override
    public QuarantineSelection selected(QuarantineQuery query) {
        return quarantine.selected(query);
    }

    @Override
    public Optional<QuarantineView> quarantined(UUID id) {
        return quarantine.one(id);
    }

    @Override
    public long dead() {
        return quarantine.dead();
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
