package mesh.core.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// What was noted in a file about the scripts that made its tables, compared with the scripts of
/// this program: the same that Flyway compares, without its tenth of a second. Where anything
/// differs, Flyway has to look.
final class SqliteHistory {
    static final String FOLDER = "sqlite";

    /// All of the folder, in their order; a test compares.
    static final List<String> SCRIPTS =
            List.of(
                    "V1__jobs.sql",
                    "V2__life.sql",
                    "V3__retention.sql",
                    "V4__keys.sql",
                    "V5__requeued.sql",
                    "V6__drains.sql",
                    "V7__end.sql",
                    "V8__logs.sql");

    private static final String TABLE = "flyway_schema_history";

    private SqliteHistory() {}

    /// @param one a script, in the words of the history
    private record Entry(String one, int checksum, boolean success) {}

    /// Whether the file has no table at all.
    static boolean isEmpty(Connection connection) throws SQLException {
        return tables(connection, "") == 0;
    }

    /// Whether exactly these scripts were run there, each as it is now, and each succeeded.
    static boolean isNewest(Connection connection) throws SQLException {
        return tables(connection, " WHERE name = '" + TABLE + "'") == 1
                && noted(connection).equals(expected());
    }

    private static long tables(Connection connection, String which) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count =
                        statement.executeQuery("SELECT count(*) FROM sqlite_master" + which)) {
            return count.next() ? count.getLong(1) : 0;
        }
    }

    private static List<Entry> noted(Connection connection) throws SQLException {
        var noted = new ArrayList<Entry>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT version, description, type, script, checksum, success FROM "
                                        + TABLE
                                        + " ORDER BY installed_rank")) {
            while (rows.next()) {
                noted.add(
                        new Entry(
                                "%s %s %s %s"
                                        .formatted(
                                                rows.getString(1),
                                                rows.getString(2),
                                                rows.getString(3),
                                                rows.getString(4)),
                                rows.getInt(5),
                                rows.getBoolean(6)));
            }
        }
        return noted;
    }

    private static List<Entry> expected() {
        return SCRIPTS.stream()
                .map(
                        script -> {
                            String[] words = script.substring(1, script.length() - 4).split("__");
                            return new Entry(
                                    "%s %s SQL %s"
                                            .formatted(
                                                    words[0], words[1].replace('_', ' '), script),
                                    checksum(script),
                                    true);
                        })
                .toList();
    }

    /// As Flyway does it: CRC-32 of the lines without what ends them.
    private static int checksum(String script) {
        var checksum = new CRC32();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                SqliteHistory.class.getResourceAsStream(FOLDER + "/" + script),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                checksum.update(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return (int) checksum.getValue();
    }
}
