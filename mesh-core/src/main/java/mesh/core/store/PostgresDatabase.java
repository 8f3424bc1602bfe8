package mesh.core.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import mesh.core.store.KnownStore.FirstUse;
import mesh.core.store.StoreStartException.Reason;
import org.postgresql.ds.PGSimpleDataSource;

/// A PostgreSQL database, or one schema of it. One core at a time writes to it: whoever does holds
/// an advisory lock for as long as its connection lives, and the server ends the connection of a
/// core that can no longer be heard.
final class PostgresDatabase implements Database {
    private static final int READERS = 8;

    /// A row may hold two megabytes.
    private static final int ROWS_AT_ONCE = 32;

    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 30;
    private static final long MOST_WAIT_MILLIS = 3_000;

    /// In the first half of the lock's number: `mesh`.
    private static final int LOCK = 0x6d657368;

    private static final String IN_USE = "55P03";
    private static final String NO_SCHEMA = "3F000";

    private final StoreAddress.Server address;
    private final FirstUse firstUse;
    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private HikariDataSource readers;

    PostgresDatabase(StoreAddress.Server address) {
        this(address, _ -> {});
    }

    /// @param firstUse is asked where it has no tables yet
    PostgresDatabase(StoreAddress.Server address, FirstUse firstUse) {
        this.address = address;
        this.firstUse = firstUse;
        source.setURL(address.url());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setApplicationName("mesh");
        source.setReWriteBatchedInserts(true);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        source.setTcpKeepAlive(true);
    }

    @Override
    public Connection writing() throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = on");
            // So long a core that is cut off keeps others, and itself, from writing.
            statement.execute("SET tcp_keepalives_idle = 5");
            statement.execute("SET tcp_keepalives_interval = 2");
            statement.execute("SET tcp_keepalives_count = 3");
            statement.execute("SET tcp_user_timeout = '15s'");
            statement.execute("SET idle_in_transaction_session_timeout = '60s'");
            statement.execute("SET lock_timeout = '2s'");
            requireSchema(statement);
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ", hashtext(current_schema()))");
            statement.execute("SET lock_timeout = 0");
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    @Override
    public String reason(SQLException failed) {
        return IN_USE.equals(failed.getSQLState()) ? told(failed).getMessage() : plain(failed);
    }

    /// What the server says, without where in our statement it found it.
    private static String plain(SQLException failed) {
        String first = String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
        return first.replaceFirst("^(ERROR|FATAL): ", "");
    }

    private static void requireSchema(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT current_schema()")) {
            if (!row.next() || row.getString(1) == null) {
                throw new SQLException("the user may use none of its schemas", NO_SCHEMA);
            }
        }
    }

    /// What a person is told who could not open this.
    RuntimeException told(SQLException failed) {
        String state = failed.getSQLState() == null ? "" : failed.getSQLState();
        if (state.equals(IN_USE)) {
            return new StoreStartException(
                    Reason.HELD,
                    "another core writes to %s; a database serves one core at a time"
                            .formatted(address),
                    failed);
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08" ->
                    new StoreStartException(
                            Reason.UNREACHABLE,
                            "no PostgreSQL answers at %s: %s".formatted(address, plain(failed)),
                            failed);
            case "28" ->
                    new StoreStartException(
                            Reason.DENIED,
                            "PostgreSQL at %s does not let user '%s' in: %s"
                                    .formatted(address, source.getUser(), plain(failed)),
                            failed);
            case "3D", "3F", "42" ->
                    new StoreStartException(
                            Reason.UNUSABLE,
                            "the database at %s cannot be used: %s"
                                    .formatted(address, plain(failed)),
                            failed);
            default ->
                    new StoreException(
                            "the store at %s cannot be opened: %s"
                                    .formatted(address, plain(failed)),
                            failed);
        };
    }

    /// Its disk is another machine's.
    @Override
    public long room(Connection writing) {
        return Long.MAX_VALUE;
    }

    /// Whoever changes the tables has the right to write alone.
    @Override
    public Connection open() throws SQLException {
        Connection connection = writing();
        try {
            if (isEmpty(connection)) {
                firstUse.allow("without a table");
            }
            Migrations.run(source, "postgres", "the store at " + address);
            return connection;
        } catch (RuntimeException | Error failed) {
            connection.close();
            throw failed;
        }
    }

    private static boolean isEmpty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM information_schema.tables"
                                        + " WHERE table_schema = current_schema()"
                                        + " AND table_name = 'flyway_schema_history'")) {
            return !row.next() || row.getInt(1) == 0;
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
            // Only within a transaction does the driver take rows as they are asked for.
            pool.setAutoCommit(false);
            pool.setReadOnly(true);
            pool.setConnectionTimeout(MOST_WAIT_MILLIS);
            pool.setInitializationFailTimeout(-1);
            readers = new HikariDataSource(pool);
        }
        return readers;
    }

    @Override
    public int rowsAtOnce() {
        return ROWS_AT_ONCE;
    }

    @Override
    public int[] types(PreparedStatement statement) throws SQLException {
        ParameterMetaData parameters = statement.getParameterMetaData();
        var types = new int[parameters.getParameterCount()];
        for (int i = 0; i < types.length; i++) {
            types[i] = parameters.getParameterType(i + 1);
        }
        return types;
    }

    /// A text of PostgreSQL holds no NUL. In JSON it is escaped and comes back as it was; a label
    /// or a message with one has U+FFFD in its place.
    @Override
    public String text(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    @Override
    public synchronized void close() {
        if (readers != null) {
            readers.close();
        }
    }
}
