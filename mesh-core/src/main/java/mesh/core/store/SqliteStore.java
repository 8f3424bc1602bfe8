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
import mesh.core.QuarantineView;
import mesh.core.engine.NodeTable;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The store in one SQLite file, in WAL mode with every commit synced (`synchronous=FULL`): one
/// connection writes, a few read. Flyway brings the file to the newest version of its tables.
public final class SqliteStore implements Store {
    private static final int READERS = 4;
    private static final int PAYLOADS_AT_ONCE = 500;

    private final Connection writer;
    private final SqliteWriter writes;
    private final HikariDataSource readers;

    private SqliteStore(Connection writer, HikariDataSource readers) throws SQLException {
        this.writer = writer;
        this.writes = new SqliteWriter(writer);
        this.readers = readers;
    }

    /// Opens the file, and makes it where there is none.
    ///
    /// @throws StoreException saying what is wrong with it
    public static SqliteStore open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            migrate(source(file));
            var pool = new HikariConfig();
            pool.setPoolName("readers");
            pool.setDataSource(source(file));
            pool.setMaximumPoolSize(READERS);
            pool.setMinimumIdle(1);
            return new SqliteStore(source(file).getConnection(), new HikariDataSource(pool));
        } catch (IOException | SQLException | FlywayException wrong) {
            throw new StoreException(
                    "the store " + file + " cannot be opened: " + wrong.getMessage(), wrong);
        }
    }

    private static SQLiteDataSource source(Path file) {
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

    private static void migrate(SQLiteDataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:mesh/core/store")
                .load()
                .migrate();
    }

    @Override
    public void commit(Writes batch) {
        try {
            writes.write(batch);
            writer.commit();
        } catch (SQLException failed) {
            throw rolledBack(failed);
        }
    }

    private StoreException rolledBack(SQLException failed) {
        try {
            writer.rollback();
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
        return new StoreException("the store cannot write: " + failed.getMessage(), failed);
    }

    @Override
    public Optional<Remembered> remembered(String key) {
        return one(
                "SELECT body_hash, jobs FROM idempotency WHERE key = ?",
                row -> new Remembered(row.getString(1), Rows.ids(row.getString(2))),
                key);
    }

    @Override
    public Optional<JobView> job(JobId id) {
        return one("SELECT * FROM jobs WHERE id = ?", Rows::job, id.toString());
    }

    @Override
    public Page<JobView> jobs(JobQuery query) {
        var sql = new StringBuilder("SELECT jobs.* FROM jobs");
        var arguments = new ArrayList<Object>();
        if (query.label() != null) {
            sql.append(" JOIN labels ON labels.job = jobs.id AND labels.label = ?");
            arguments.add(query.label());
        }
        sql.append(" WHERE 1 = 1");
        if (query.state() != null) {
            sql.append(" AND state = ?");
            arguments.add(query.state().wireName());
        }
        if (query.type() != null) {
            sql.append(" AND type = ?");
            arguments.add(query.type());
        }
        if (query.after() != null) {
            sql.append(" AND jobs.id < ?");
            arguments.add(query.after().toString());
        }
        sql.append(" ORDER BY jobs.id DESC LIMIT ?");
        arguments.add(query.limit() + 1);
        return Page.of(list(sql.toString(), Rows::job, arguments.toArray()), query.limit());
    }

    @Override
    public Map<JobId, Json> payloads(List<JobId> ids) {
        var payloads = new LinkedHashMap<JobId, Json>();
        for (int from = 0; from < ids.size(); from += PAYLOADS_AT_ONCE) {
            List<JobId> some = ids.subList(from, Math.min(ids.size(), from + PAYLOADS_AT_ONCE));
            String places = String.join(",", some.stream().map(_ -> "?").toList());
            list(
                    "SELECT id, payload FROM jobs WHERE id IN (" + places + ")",
                    row -> payloads.put(Rows.id(row.getString(1)), new Json(row.getString(2))),
                    some.stream().map(JobId::toString).toArray());
        }
        return payloads;
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
                "SELECT events.*, jobs.type, jobs.needs, jobs.priority, jobs.deadline,"
                        + " jobs.max_attempts FROM jobs JOIN events ON events.job = jobs.id"
                        + " WHERE jobs.state IN "
                        + open
                        + " ORDER BY events.job, events.seq";
        var fold = new Fold(each);
        list(
                sql,
                row -> {
                    fold.add(row);
                    return null;
                });
        fold.end();
    }

    /// Folds the events of one job after another.
    private static final class Fold {
        private final Consumer<OpenRow> each;
        private final List<JobEvent> events = new ArrayList<>();
        private JobSpec spec;
        private int seq;

        Fold(Consumer<OpenRow> each) {
            this.each = each;
        }

        void add(ResultSet row) throws SQLException {
            EventView event = Rows.event(row);
            if (spec == null || !spec.id().equals(event.job())) {
                end();
                spec =
                        new JobSpec(
                                event.job(),
                                new JobType(row.getString("type")),
                                Rows.needs(row.getString("needs")),
                                row.getInt("priority"),
                                Optional.ofNullable(Rows.instant(row, "deadline")),
                                row.getInt("max_attempts"));
            }
            events.add(Rows.fact(event));
            seq = event.seq();
        }

        void end() {
            if (spec != null && Lifecycle.fold(events) instanceof JobState.Open state) {
                each.accept(new OpenRow(spec, state, seq));
            }
            events.clear();
        }
    }

    @Override
    public List<NodeTable.Known> nodes() {
        return list("SELECT * FROM nodes ORDER BY id", Rows::known);
    }

    @Override
    public List<QuarantineView> quarantine() {
        return list(
                "SELECT * FROM quarantine ORDER BY at DESC LIMIT " + MOST_SHOWN, Rows::quarantined);
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
        try (Connection connection = readers.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            var found = new ArrayList<T>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(read.from(rows));
                }
            }
            return found;
        } catch (SQLException failed) {
            throw new StoreException("the store cannot read: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        readers.close();
        try {
            writer.close();
        } catch (SQLException failed) {
            throw new StoreException("the store cannot be closed", failed);
        }
    }
}
