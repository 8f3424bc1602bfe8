package mesh.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.protocol.JobId;

/// Asks questions, each on a connection of a pool, and reads what was committed.
///
/// @param database whose pool it is
record Queries(Database database) {
    private static final int IDS_AT_ONCE = 500;

    /// What becomes of a row.
    @FunctionalInterface
    interface Read<T> {
        T from(ResultSet row) throws SQLException;
    }

    <T> Optional<T> one(String sql, Read<T> read, Object... arguments) {
        List<T> found = list(sql, read, arguments);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    <T> List<T> list(String sql, Read<T> read, Object... arguments) {
        var found = new ArrayList<T>();
        read(sql, row -> found.add(read.from(row)), arguments);
        return found;
    }

    /// Reads the rows of these jobs, some at a time.
    ///
    /// @param sql a question that ends with the column of the job's id
    void each(String sql, List<JobId> ids, Read<?> read) {
        for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
            List<JobId> some = ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE));
            String places = String.join(",", some.stream().map(_ -> "?").toList());
            list(sql + " IN (" + places + ")", read, some.stream().map(Ids::bytes).toArray());
        }
    }

    /// Hands on row after row, as long as more are wanted.
    void read(String sql, Read<Boolean> more, Object... arguments) {
        try (Connection connection = database.readers().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(
                        i + 1,
                        arguments[i] instanceof String text ? database.text(text) : arguments[i]);
            }
            statement.setFetchSize(database.rowsAtOnce());
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
}
