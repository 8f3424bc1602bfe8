package mesh.auction.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;

/// How many attempts each node ended lately, by type of job, and so how many it may be given beyond
/// its slots.
///
/// A node that ends thousands of attempts in a second would stand still for most of it if each were
/// awarded only when a slot is free, for the word of the free slot and the next award take their
/// time. So it may hold, beyond its slots, what it ends in {@link #AHEAD} by its pace of the last
/// {@link #WINDOW} (Little's law). What waits there waits no longer than that while the jobs of a
/// type are alike; where they are not, the node gives back what it does not come to. For a type of
/// which it ended fewer than eight within the window it has its slots and nothing beyond.
public final class Pace {
    public static final Duration WINDOW = Duration.ofSeconds(1);
    public static final Duration AHEAD = Duration.ofMillis(125);

    /// What a node is given beyond its slots at the most, whatever its pace. Less than what it
    /// takes.
    public static final int MOST_AHEAD = 800;

    private static final long SHARE = WINDOW.dividedBy(AHEAD);

    private record Ended(Instant at, int attempts) {}

    /// What a node ended of one type within the window.
    private static final class Lately {
        final ArrayDeque<Ended> ended = new ArrayDeque<>();
        int sum;

        void add(Instant now) {
            Ended last = ended.peekLast();
            boolean sameTurn = last != null && last.at().equals(now);
            ended.addLast(new Ended(now, sameTurn ? ended.pollLast().attempts() + 1 : 1));
            sum++;
        }

        int ahead(Instant now) {
            Instant since = now.minus(WINDOW);
            while (!ended.isEmpty() && !ended.peekFirst().at().isAfter(since)) {
                sum -= ended.pollFirst().attempts();
            }
            return (int) Math.min(sum / SHARE, MOST_AHEAD);
        }
    }

    private final Map<NodeId, Map<JobType, Lately>> byNode = new HashMap<>();

    /// A node ended an attempt that it had won.
    void ended(NodeId node, JobType type, Instant now) {
        byNode.computeIfAbsent(node, _ -> new HashMap<>())
                .computeIfAbsent(type, _ -> new Lately())
                .add(now);
    }

    /// How many awards a node may hold beyond its slots when a job of this type is added.
    int ahead(NodeId node, JobType type, Instant now) {
        Map<JobType, Lately> types = byNode.get(node);
        Lately lately = types == null ? null : types.get(type);
        return lately == null ? 0 : lately.ahead(now);
    }

    /// The same for the type of which it may hold the most.
    int mostAhead(NodeId node, Instant now) {
        int most = 0;
        for (Lately lately : byNode.getOrDefault(node, Map.of()).values()) {
            most = Math.max(most, lately.ahead(now));
        }
        return most;
    }

    /// A node left, was started anew or is not known any longer: it starts without a pace.
    void forget(NodeId node) {
        byNode.remove(node);
    }

    /// Forgets what nobody ended lately.
    void expire(Instant now) {
        byNode.values().forEach(types -> types.values().removeIf(type -> isOver(type, now)));
        byNode.values().removeIf(Map::isEmpty);
    }

    private static boolean isOver(Lately lately, Instant now) {
        lately.ahead(now);
        return lately.ended.isEmpty();
    }
}
