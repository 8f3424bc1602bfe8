package mesh.lab.sim.check;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;

/// What it means that a heartbeat does not name an attempt: nothing, as long as a settlement of its
/// node may be on its way. By the books, not by what the core remembers.
final class Unnamed {
    private static final Duration APART = Duration.ofSeconds(2);

    /// The newest settlement that the core has not read, and when the broker had the heartbeat that
    /// named it.
    private record Unread(AttemptRef settled, Instant at) {}

    /// Heartbeats in a row that did not name an attempt.
    ///
    /// @param from when the broker had the first; null for none
    /// @param counted how many of them count, and when the broker had the last that does
    record Row(Instant from, int counted, Instant at) {
        static final Row NONE = new Row(null, 0, Instant.EPOCH);

        /// @param readTo up to when the settlements of its node are read
        Row after(Instant heartbeat, Instant readTo) {
            Instant first = from == null ? heartbeat : from;
            boolean counts =
                    !first.isAfter(readTo) && (counted == 0 || !at.plus(APART).isAfter(readTo));
            return counts ? new Row(first, counted + 1, readTo) : new Row(first, counted, at);
        }

        /// Where nobody can tell what counts, each may.
        Row andOne(Instant heartbeat) {
            return new Row(from == null ? heartbeat : from, counted + 1, heartbeat);
        }
    }

    private final Books books;
    private final Map<NodeId, Unread> unread = new HashMap<>();

    Unnamed(Books books) {
        this.books = books;
    }

    void forget() {
        unread.clear();
    }

    void forget(NodeId node) {
        unread.remove(node);
    }

    /// Up to which of a node's heartbeats the settlements are read that the broker took before it.
    Instant readTo(Delivery<Heartbeat> delivery) {
        Heartbeat beat = delivery.message();
        Unread before = unread.get(beat.node());
        if (before != null && books.isUnread(before.settled(), beat.node())) {
            return Instant.MIN;
        }
        if (beat.settled().isEmpty() || !books.isUnread(beat.settled().getLast(), beat.node())) {
            unread.remove(beat.node());
            return delivery.at();
        }
        unread.put(beat.node(), new Unread(beat.settled().getLast(), delivery.at()));
        return before == null ? Instant.MIN : before.at();
    }
}
