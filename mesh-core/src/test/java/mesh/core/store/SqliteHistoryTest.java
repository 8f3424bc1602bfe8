package mesh.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Flyway is only asked where there is something for it to do or to refuse.
class SqliteHistoryTest {
    @TempDir private Path directory;
    private SqliteDatabase database;

    @BeforeEach
    void newest() throws SQLException {
        Path file = directory.resolve("core.db");
        database = new SqliteDatabase(file, SqliteDatabase.source(file));
    }

    @Test
    void knows_every_script_that_flyway_finds() {
        var found =
                Flyway.configure()
                        .dataSource("jdbc:sqlite::memory:", null, null)
                        .locations("classpath:mesh/core/store/" + SqliteHistory.FOLDER)
                        .load()
                        .info()
                        .all();
        assertThat(Arrays.stream(found).map(one -> one.getScript()))
                .containsExactlyElementsOf(SqliteHistory.SCRIPTS);
    }

    @Test
    void is_empty_before_and_the_newest_after_flyway_was_there() throws SQLException {
        try (Connection connection = database.writing()) {
            assertThat(SqliteHistory.isEmpty(connection)).isTrue();
            assertThat(SqliteHistory.isNewest(connection)).isFalse();
        }
        try (Connection connection = database.open()) {
            assertThat(SqliteHistory.isEmpty(connection)).isFalse();
            assertThat(SqliteHistory.isNewest(connection)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM flyway_schema_history WHERE version = '8'",
                "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '3'",
                "UPDATE flyway_schema_history SET success = 0 WHERE version = '8'",
                "UPDATE flyway_schema_history SET version = '99' WHERE version = '8'",
                "DROP TABLE flyway_schema_history"
            })
    void leaves_to_flyway_whatever_differs(String change) throws SQLException {
        try (Connection connection = database.open();
                Statement sql = connection.createStatement()) {
            sql.execute(change);
            assertThat(SqliteHistory.isNewest(connection)).isFalse();
        }
    }
}
