package mesh.worker.node;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.protocol.message.AttemptRef;

/// The attempts whose settlement the broker took lately.
///
/// The core may be seconds behind in reading settlements, while it reads heartbeats at once. An
/// attempt that a node had and names no more looks lost to it then, and would be done twice. So a
/// node goes on naming it for {@link #NAMED}, and names the newest {@value #MOST} at most: a
/// heartbeat stays below some 70 KiB. A node that settles more than that between the core's reading
/// of a settlement and its own next heartbeat risks work done twice, never a result lost.
public final class Settled {
    public static final int MOST = 1_000;
    public static final Duration NAMED = Duration.ofSeconds(60);

    /// When each was taken; the newest last.
    private final LinkedHashMap<AttemptRef, Duration> taken = new LinkedHashMap<>();

    /// The broker took these settlements.
    ///
    /// @param now since any moment that stays the same, by a clock that nobody sets
    public void add(List<AttemptRef> attempts, Duration now) {
        attempts.forEach(attempt -> taken.putLast(attempt, now));
        while (taken.size() > MOST) {
            taken.pollFirstEntry();
        }
    }

    /// What is still to be named, the newest last.
    public List<AttemptRef> named(Duration now) {
        Map.Entry<AttemptRef, Duration> oldest = taken.firstEntry();
        while (oldest != null && now.minus(oldest.getValue()).compareTo(NAMED) >= 0) {
            taken.pollFirstEntry();
            oldest = taken.firstEntry();
        }
        return List.copyOf(taken.keySet());
    }
}
