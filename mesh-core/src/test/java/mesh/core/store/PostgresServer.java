package mesh.core.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A real PostgreSQL, started once for all tests of this run and ended with it. Where it cannot be
/// started the tests fail.
final class PostgresServer {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static EmbeddedPostgres server;

    private PostgresServer() {}

    static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder().start();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return server;
    }

    static String newSchema() {
        String schema = "mesh_" + SCHEMAS.incrementAndGet();
        execute("CREATE SCHEMA " + schema);
        return schema;
    }

    static StoreAddress.Server address(String schema) {
        return StoreAddress.server(url() + "?currentSchema=" + schema, "postgres", "postgres");
    }

    static String url() {
        return "postgresql://localhost:" + server().getPort() + "/postgres";
    }

    /// Empties every table of the mesh.
    static void empty(String schema) {
        execute(
                """
                DO $$ DECLARE name text; BEGIN
                  FOR name IN SELECT tablename FROM pg_tables
                      WHERE schemaname = '%1$s' AND tablename <> 'flyway_schema_history'
                  LOOP EXECUTE 'TRUNCATE %1$s.' || name; END LOOP;
                END $$"""
                        .formatted(schema));
    }

    static long rows(String schema) {
        try (Connection connection = server().getPostgresDatabase().getConnection()) {
            return rows(connection, schema);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// How many rows there are of jobs and what belongs to them, in any database.
    static long rows(Connection connection, String schema) throws SQLException {
        long rows = 0;
        try (Statement statement = connection.createStatement()) {
            for (String table :
                    List.of(
                            "jobs",
                            "specs",
                            "endings",
                            "labels",
                            "partials",
                            "checkpoints",
                            "refusals")) {
                try (ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM %s.%s".formatted(schema, table))) {
                    row.next();
                    rows += row.getLong(1);
                }
            }
        }
        return rows;
    }

    static void execute(String sql) {
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
