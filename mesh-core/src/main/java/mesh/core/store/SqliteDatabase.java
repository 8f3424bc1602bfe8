package mesh.core.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import mesh.core.store.KnownStore.FirstUse;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// One SQLite file, in WAL mode with every commit synced (`synchronous=FULL`). That nobody else
/// writes is the business of whoever opens the file.
final class SqliteDatabase implements Database {
    static final int READERS = 4;

    /// How large the write-ahead log may be when it is begun anew.
    private static final int LOG_BYTES = 64 << 20;

    /// Of each connection. SQLite looks through all of it at the end of each commit that has put
    /// pages of a tree in another order, which is most of them: with four times as much, a commit
    /// of few jobs takes a twelfth more.
    private static final int CACHE_KIB = 8_192;

    /// How large a file may be to be looked through when it is opened, in bytes.
    private static final long MOST_CHECKED = 64 << 20;

    /// How long whoever reads waits for one of them.
    private static final long MOST_WAIT_MILLIS = 3_000;

    private final Path file;
    private final SQLiteDataSource source;
    private final FirstUse firstUse;
    private HikariDataSource readers;

    /// The disk, once it was looked for: to find it takes a list of all that is mounted.
    private FileStore disk;

    SqliteDatabase(Path file, SQLiteDataSource source) {
        this(file, source, _ -> {});
    }

    /// @param firstUse is asked where it has no tables yet
    SqliteDatabase(Path file, SQLiteDataSource source, FirstUse firstUse) {
        this.file = file.toAbsolutePath();
        this.source = source;
        this.firstUse = firstUse;
    }

    static SQLiteDataSource source(Path file) {
        SqliteLibrary.load();
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(5_000);
        config.setCacheSize(-CACHE_KIB);
        // What the log has grown by, in a conversion or under a long read, is given back.
        config.setJournalSizeLimit(LOG_BYTES);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    @Override
    public Connection writing() throws SQLException {
        return source.getConnection();
    }

    @Override
    public String reason(SQLException failed) {
        return failed.getMessage();
    }

    @Override
    public Connection open() throws SQLException {
        checkLog();
        Connection connection = writing();
        try {
            check(connection);
            if (SqliteHistory.isNewest(connection)) {
                return connection;
            }
            if (SqliteHistory.isEmpty(connection)) {
                firstUse.allow("without a table");
                Migrations.begin(source, SqliteHistory.FOLDER);
            } else {
                Migrations.run(source, SqliteHistory.FOLDER, "the store " + file);
            }
        } catch (SQLException | RuntimeException | Error failed) {
            connection.close();
            throw failed;
        }
        // It knows the tables as they were.
        connection.close();
        return writing();
    }

    /// Looks through the log before SQLite does, which would leave out what it cannot read.
    private void checkLog() {
        try {
            Optional<String> damage =
                    WriteAheadLog.damage(file.resolveSibling(file.getFileName() + "-wal"));
            if (damage.isPresent()) {
                throw Damage.told(file, damage.get(), null);
            }
        } catch (IOException unreadable) {
            throw new StoreException(
                    "the journal of %s cannot be read".formatted(file), unreadable);
        }
    }

    /// Looks through a file that is small enough for that: 64 MiB take a tenth of a second.
    private void check(Connection connection) throws SQLException {
        if (file.toFile().length() > MOST_CHECKED) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (row.next() && !row.getString(1).equals("ok")) {
                throw Damage.told(file, row.getString(1), null);
            }
        }
    }

    @Override
    public synchronized DataSource readers() {
        if (readers == null) {
            var pool = new HikariConfig();
            pool.setPoolName("readers");
            pool.setDataSource(source);
            pool.setMaximumPoolSize(READERS);
            pool.setMinimumIdle(1);
            pool.setConnectionTimeout(MOST_WAIT_MILLIS);
            readers = new HikariDataSource(pool);
        }
        return readers;
    }

    /// What its disk has left, and the pages of the file that pruning has made free.
    @Override
    public long room(Connection writing) throws SQLException {
        try {
            if (disk == null) {
                disk = Files.getFileStore(file);
            }
            return disk.getUsableSpace() + free(writing);
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }

    private static long free(Connection writing) throws SQLException {
        try (Statement statement = writing.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT f.freelist_count * s.page_size"
                                        + " FROM pragma_freelist_count f, pragma_page_size s")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Override
    public int rowsAtOnce() {
        return 0;
    }

    @Override
    public int[] types(PreparedStatement statement) throws SQLException {
        var types = new int[statement.getParameterMetaData().getParameterCount()];
        Arrays.fill(types, Types.NULL);
        return types;
    }

    @Override
    public String text(String text) {
        return text;
    }

    @Override
    public synchronized void close() {
        if (readers != null) {
            readers.close();
        }
    }
}
