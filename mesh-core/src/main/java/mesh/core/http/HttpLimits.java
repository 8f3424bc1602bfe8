package mesh.core.http;

import java.time.Duration;
import mesh.core.http.edge.Bounds;

/// What the server grants its clients in time and place.
///
/// @param bounds of the connections
/// @param heartbeat after how much silence an event stream gets a comment, which is also how soon a
///     client that went away without a word is noticed
/// @param stalled after how long in one write the client of a stream counts as reading nothing
/// @param mostWaiting how many events may wait for one client before it is given up
/// @param mostValues how many characters of partial results may wait for it with them
record HttpLimits(
        Bounds bounds, Duration heartbeat, Duration stalled, int mostWaiting, int mostValues) {

    /// With as many connections as this process can hold.
    static HttpLimits ofThisProcess() {
        return new HttpLimits(
                Bounds.ofThisProcess(),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                1 << 15,
                8 << 20);
    }
}
