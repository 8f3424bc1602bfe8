package mesh.core.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import mesh.core.QuarantineView;

/// Keeps the messages in quarantine within a number and a size: the oldest go. How many there are
/// is known from what was added since it was last counted, so that a commit costs nothing for it
/// until the bound may have been reached.
final class QuarantineBound {
    static final int MOST = 10_000;

    /// Of their texts, in bytes of UTF-8.
    static final long MOST_BYTES = 256L << 20;

    private static final String SIZE = "octet_length(body) + octet_length(reason)";

    private final PreparedStatement count;
    private final PreparedStatement trim;

    /// No less than there are; after a failed commit there is another writer, which counts anew.
    private long messages;

    private long bytes;

    private final int most;
    private final long mostBytes;

    QuarantineBound(JdbcWriter writer) throws SQLException {
        this(writer, MOST, MOST_BYTES);
    }

    QuarantineBound(JdbcWriter writer, int most, long mostBytes) throws SQLException {
        this.most = most;
        this.mostBytes = mostBytes;
        count = writer.query("SELECT count(*), coalesce(sum(" + SIZE + "), 0) FROM quarantine");
        trim =
                writer.query(
                        "DELETE FROM quarantine WHERE id IN (SELECT id FROM (SELECT id,"
                                + " row_number() OVER newest AS place, sum("
                                + SIZE
                                + ") OVER newest AS total FROM quarantine"
                                + " WINDOW newest AS (ORDER BY at DESC, id DESC)) AS sized"
                                + " WHERE place > ? OR total > ? AND place > 1)");
        count();
    }

    private void count() throws SQLException {
        try (ResultSet row = count.executeQuery()) {
            row.next();
            messages = row.getLong(1);
            bytes = row.getLong(2);
        }
    }

    /// These were added.
    void hold(List<QuarantineView> added) throws SQLException {
        if (added.isEmpty()) {
            return;
        }
        messages += added.size();
        bytes += added.stream().mapToLong(QuarantineView::size).sum();
        if (messages > most || bytes > mostBytes) {
            trim.setInt(1, most);
            trim.setLong(2, mostBytes);
            trim.executeUpdate();
            count();
        }
    }
}
