package mesh.core.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/// A kind of store, of which a test has one.
interface StoreKind {
    /// Opens the store of this test; again after it was closed, with what it held.
    Store open();

    /// Throws away what the store of the test before held.
    void empty();

    /// How many rows there are of jobs and what belongs to them.
    long rows();

    /// Changes what is in its database, as damage or another version may have.
    void execute(String sql);

    /// What writes to its database; the store must be closed meanwhile.
    JdbcWriter writer() throws SQLException;

    /// In memory.
    final class Memory implements StoreKind {
        private MemoryStore store;

        @Override
        public Store open() {
            return store;
        }

        @Override
        public void empty() {
            store = new MemoryStore();
        }

        @Override
        public long rows() {
            return store.counts().size();
        }

        @Override
        public void execute(String sql) {
            throw new UnsupportedOperationException("there is no database");
        }

        @Override
        public JdbcWriter writer() {
            throw new UnsupportedOperationException("there is no database");
        }

        @Override
        public String toString() {
            return "memory";
        }
    }

    /// In a file.
    final class Sqlite implements StoreKind {
        private static final String FILE = "deep/core.db";
        private Path directory;

        @Override
        public Store open() {
            return SqliteStore.open(directory.resolve(FILE));
        }

        @Override
        public JdbcWriter writer() throws SQLException {
            Path file = directory.resolve(FILE);
            var database = new SqliteDatabase(file, SqliteDatabase.source(file));
            return JdbcWriter.on(database, database.open());
        }

        @Override
        public void empty() {
            try {
                directory = Files.createTempDirectory("mesh-store");
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
        }

        private static void remove(Path directory) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            } catch (IOException | UncheckedIOException gone) {
                // Then there is nothing to remove.
            }
        }

        @Override
        public long rows() {
            try (Connection connection =
                    DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(FILE))) {
                return PostgresServer.rows(connection, "main");
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Override
        public void execute(String sql) {
            try (Connection connection =
                            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(FILE));
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Override
        public String toString() {
            return "sqlite";
        }
    }

    /// In a schema of its own of the one server that all tests share.
    final class Postgres implements StoreKind {
        private final String schema = PostgresServer.newSchema();

        @Override
        public Store open() {
            return PostgresStore.open(PostgresServer.address(schema));
        }

        @Override
        public void empty() {
            PostgresServer.empty(schema);
        }

        @Override
        public long rows() {
            return PostgresServer.rows(schema);
        }

        @Override
        public void execute(String sql) {
            PostgresServer.execute("SET search_path TO " + schema + "; " + sql);
        }

        @Override
        public JdbcWriter writer() throws SQLException {
            var database = new PostgresDatabase(PostgresServer.address(schema));
            return JdbcWriter.on(database, database.open());
        }

        @Override
        public String toString() {
            return "postgresql";
        }
    }
}
