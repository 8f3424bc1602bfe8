package mesh.lab.sim.check;

import java.time.Instant;
import mesh.lab.sim.check.Unnamed.Row;

/// Between which times the core takes back an attempt that is not heard of.
///
/// @param mayFrom when the core may take it back for silence
/// @param mustBy when the core must have
/// @param row the heartbeats that did not name it
/// @param forsaken whether its node has said that it does not have it
record Lease(JobBook job, Instant mayFrom, Instant mustBy, Row row, boolean forsaken) {

    Lease endsBy(Instant may, Instant must) {
        return new Lease(job, earlier(mayFrom, may), earlier(mustBy, must), row, forsaken);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /// A heartbeat does not name it.
    ///
    /// @param at when the broker had it
    /// @param readTo up to when the settlements of the node are read
    /// @param silent whether it is held for so long that the node must know it
    /// @param sure whether the core surely takes the heartbeat for what it is
    /// @param whole when a lease ends that is given now
    Lease unnamed(
            Instant at,
            Instant readTo,
            boolean silent,
            boolean restarted,
            boolean sure,
            Instant whole) {
        if (!silent && !restarted) {
            return new Lease(job, mayFrom, mustBy, Row.NONE, false);
        }
        Row longer = row.after(at, readTo);
        boolean behind = readTo.isBefore(at);
        boolean gone = silent && (!behind && restarted || longer.counted() >= 2);
        Instant must = behind ? whole : mustBy;
        return new Lease(
                job,
                gone ? Instant.EPOCH : mayFrom,
                gone && sure && !behind && at.isBefore(must) ? at : must,
                longer,
                gone);
    }

    /// The same where nobody can tell what the core remembers of settlements.
    ///
    /// @param atOnce whether the core may take the node for started anew
    Lease unnamedByGuess(Instant at, boolean silent, boolean atOnce, Instant whole) {
        Row longer = row.andOne(at);
        boolean may = silent && (atOnce || longer.counted() >= 2);
        return new Lease(job, may ? Instant.EPOCH : mayFrom, whole, longer, may);
    }
}
