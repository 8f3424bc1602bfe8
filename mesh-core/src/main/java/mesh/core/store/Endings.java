package mesh.core.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mesh.protocol.JobId;

/// The order in which jobs ended, from its beginning: which of them may go, and that they have.
final class Endings {
    /// How many rows are looked at in a step; each is of jobs that ended together.
    private static final int ROWS_AT_ONCE = 256;

    private final PreparedStatement first;
    private final Batch rest;
    private final Batch gone;
    private final List<Row> rows = new ArrayList<>();

    /// Jobs that ended together.
    private record Row(long seq, Instant at, List<JobId> jobs) {}

    Endings(JdbcWriter writer) throws SQLException {
        first =
                writer.query(
                        "SELECT seq, at, jobs FROM endings ORDER BY seq LIMIT " + ROWS_AT_ONCE);
        rest = writer.batch("UPDATE endings SET jobs = ? WHERE seq = ?");
        gone = writer.batch("DELETE FROM endings WHERE seq = ?");
    }

    /// The first that may go, in order.
    ///
    /// @param most how many at the most
    List<JobId> first(Retention.Cut cut, int most) throws SQLException {
        rows.clear();
        var found = new ArrayList<JobId>();
        boolean cutOff = false;
        try (ResultSet result = first.executeQuery()) {
            while (!cutOff && found.size() < most && result.next()) {
                var row =
                        new Row(
                                result.getLong(1),
                                Instant.ofEpochMilli(result.getLong(2)),
                                Ids.ids(result.getBytes(3)));
                rows.add(row);
                for (JobId job : row.jobs()) {
                    cutOff = !cut.takes(found.size(), row.at());
                    if (cutOff || found.size() == most) {
                        break;
                    }
                    found.add(job);
                }
            }
        }
        return found;
    }

    /// Whether there may be more than it looked at.
    boolean more() {
        return rows.size() == ROWS_AT_ONCE;
    }

    /// Notes that so many of the first have gone.
    void remove(int taken) throws SQLException {
        int left = taken;
        for (Row row : rows) {
            if (left == 0) {
                break;
            }
            if (left >= row.jobs().size()) {
                gone.add(row.seq());
            } else {
                rest.add(Ids.bytes(row.jobs().subList(left, row.jobs().size())), row.seq());
            }
            left = Math.max(0, left - row.jobs().size());
        }
        gone.run();
        rest.run();
    }
}
