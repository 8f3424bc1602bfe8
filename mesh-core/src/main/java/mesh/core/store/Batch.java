package mesh.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// A statement that is prepared once, filled row by row and then executed for all of them.
final class Batch {
    private static final int[] NOTHING = {};

    private final Database database;
    private final PreparedStatement statement;
    private final int[] types;
    private boolean filled;

    Batch(Database database, Connection connection, String sql) throws SQLException {
        this.database = database;
        this.statement = connection.prepareStatement(sql);
        this.types = database.types(statement);
    }

    /// Takes a row; the statement is executed later.
    void add(Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case null -> statement.setNull(i + 1, types[i]);
                case String text -> statement.setString(i + 1, database.text(text));
                case Integer number -> statement.setInt(i + 1, number);
                case Long number -> statement.setLong(i + 1, number);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case Double number -> statement.setDouble(i + 1, number);
                default -> throw new IllegalArgumentException("no column holds a " + values[i]);
            }
        }
        statement.addBatch();
        filled = true;
    }

    /// Executes it for every row that was taken.
    ///
    /// @return how many rows each changed, in order; less than 0 where the driver does not say
    int[] run() throws SQLException {
        if (!filled) {
            return NOTHING;
        }
        filled = false;
        return statement.executeBatch();
    }
}
