package mesh.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/// What differs between databases; the SQL is the same for all.
interface Database extends AutoCloseable {

    /// A connection for the one who writes. Where others could write too it holds the right to do
    /// so alone, and whoever had it before has ended.
    Connection writing() throws SQLException;

    /// What went wrong, for people.
    String reason(SQLException failed);

    /// Brings the tables to the newest version, and gives the first connection to write with.
    Connection open() throws SQLException;

    /// The pool of those who read. They see what was committed.
    DataSource readers();

    /// How many rows a reader takes at once; 0 leaves it to the driver.
    int rowsAtOnce();

    /// The types that a statement's nulls are to have.
    int[] types(PreparedStatement statement) throws SQLException;

    /// A text as this database can keep it.
    String text(String text);

    /// How many bytes more it can take; {@link Long#MAX_VALUE} where it cannot know.
    ///
    /// @param writing the connection of the one who writes, who waits for no reader
    long room(Connection writing) throws SQLException;

    @Override
    void close();
}
