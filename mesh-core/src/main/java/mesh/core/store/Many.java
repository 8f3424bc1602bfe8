package mesh.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/// A statement about many values, prepared once for {@value #AT_ONCE} of them: where there are
/// fewer, the last one is named more than once.
final class Many {
    private static final int AT_ONCE = 50;

    private final PreparedStatement statement;

    /// @param sql with `%s` in the place of the values
    Many(Connection connection, String sql) throws SQLException {
        String places = String.join(",", Collections.nCopies(AT_ONCE, "?"));
        statement = connection.prepareStatement(sql.formatted(places));
    }

    /// What becomes of some of the values, once they are in the statement.
    @FunctionalInterface
    private interface Step {
        void done() throws SQLException;
    }

    /// Asks about these, which are numbers, texts or bytes, and reads the rows.
    void ask(List<?> values, Queries.Read<?> read) throws SQLException {
        each(
                values,
                () -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            read.from(rows);
                        }
                    }
                });
    }

    /// Does it to these, which are numbers, texts or bytes.
    void update(List<?> values) throws SQLException {
        each(values, statement::executeUpdate);
    }

    private void each(List<?> values, Step step) throws SQLException {
        for (int from = 0; from < values.size(); from += AT_ONCE) {
            for (int i = 0; i < AT_ONCE; i++) {
                statement.setObject(i + 1, values.get(Math.min(from + i, values.size() - 1)));
            }
            step.done();
        }
    }
}
