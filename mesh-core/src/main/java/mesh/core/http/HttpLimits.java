package mesh.core.http;

import java.time.Duration;

/// What the server grants its clients in time and place.
///
/// @param patience how long a client may send nothing while its headers, or the next piece of its
///     body, are waited for
/// @param heartbeat after how much silence an event stream gets a comment, which is also how soon a
///     client that went away is noticed
/// @param stalled after how long in one write the client of a stream counts as reading nothing
/// @param mostWaiting how many events may wait for one client before it is given up
/// @param mostValues how many characters of partial results may wait for it with them
record HttpLimits(
        Duration patience, Duration heartbeat, Duration stalled, int mostWaiting, int mostValues) {
    static final HttpLimits DEFAULT =
            new HttpLimits(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(10),
                    1 << 15,
                    8 << 20);
}
