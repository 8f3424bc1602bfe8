package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import mesh.protocol.NodeId;
import mesh.protocol.message.Heartbeat;

/// How much room the {@link NodeTable} has, and who makes some where it has none.
final class NodeRoom {
    /// How long a table that was found full counts as full.
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// Of the capabilities of all nodes.
    private long characters;

    private Instant fullUntil = Instant.MIN;

    private static int characters(NodeTable.Known known) {
        return known == null ? 0 : known.heartbeat().capabilities().json().length();
    }

    /// An entry is there in the place of another; either may be null.
    void count(NodeTable.Known before, NodeTable.Known after) {
        characters += characters(after) - characters(before);
    }

    /// Whether what a node says of itself fits in the place of what it said before, if it did.
    boolean fits(Heartbeat heartbeat, NodeTable.Known before) {
        int more = heartbeat.capabilities().json().length() - characters(before);
        return more <= 0 || characters + more <= NodeTable.MOST_CHARACTERS;
    }

    /// A node has left, and may make room.
    void mayHaveComeFree() {
        fullUntil = Instant.MIN;
    }

    /// Who has been silent for longest of those that are offline. Looks at all only where one may
    /// be found.
    Optional<NodeId> longestSilent(
            Supplier<Collection<NodeTable.Known>> nodes,
            Predicate<NodeTable.Known> offline,
            Instant now) {
        if (now.isBefore(fullUntil)) {
            return Optional.empty();
        }
        Optional<NodeTable.Known> longest =
                nodes.get().stream()
                        .filter(offline)
                        .min(Comparator.comparing(NodeTable.Known::lastSeen));
        if (longest.isEmpty()) {
            fullUntil = now.plus(LOOK);
        }
        return longest.map(known -> known.heartbeat().node());
    }
}
