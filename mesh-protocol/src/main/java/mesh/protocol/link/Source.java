package mesh.protocol.link;

import java.time.Duration;
import mesh.protocol.Address;
import mesh.protocol.NodeId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Capabilities;

/// Where to read from, and how: an address, and the queue on it.
///
/// @param queue the queue's name; null for a private copy that ends with the subscription
/// @param selector which messages the queue takes, over {@link Properties}; null for all
public record Source<M extends Message>(
        Address<M> address, Kind kind, String queue, String selector) {
    /// How many messages wait in {@link #news}.
    public static final int MOST_NEWS = 5_000;

    /// How many messages wait for a reader of the kind {@link Kind#RECENT}.
    public static final int MOST_RECENT = 20_000;

    /// For how long a reader of the kind {@link Kind#RECENT} lets messages gather.
    public static final Duration HASTE = Duration.ofMillis(50);

    /// What kind of queue stands behind a source.
    public enum Kind {
        /// The one queue of an anycast address; consumers compete.
        QUEUE,
        /// A queue that the broker always has on a multicast address, with consumers that compete;
        /// it gathers while nobody reads.
        SHARED,
        /// As shared, but with one consumer at most, and the broker deletes it when nobody has read
        /// it for a while.
        OWNED,
        /// A private copy of what is sent from now on.
        TOPIC,
        /// A private copy of what is sent from now on that is read without haste: what gathers
        /// within {@link #HASTE} is given together, and where more than {@value #MOST_RECENT}
        /// messages wait the oldest are dropped.
        RECENT
    }

    /// Offers, for the auction; several auctions compete.
    public static Source<Offer> offers() {
        return new Source<>(Address.OFFERS, Kind.QUEUE, Address.OFFERS.name(), null);
    }

    /// Awards, for the core.
    public static Source<Award> awards() {
        return new Source<>(Address.AWARDS, Kind.QUEUE, Address.AWARDS.name(), null);
    }

    /// Settlements, in a durable subscription of this name (`core`, `auction`).
    public static Source<Settlement> settlements(String subscriber) {
        return new Source<>(Address.SETTLEMENTS, Kind.SHARED, subscriber, null);
    }

    /// Heartbeats from now on. Who begins to read them knows every node within one interval of
    /// theirs, or soon after a {@linkplain mesh.protocol.message.Control.Kind#CALL call}.
    public static Source<Heartbeat> heartbeats() {
        return new Source<>(Address.HEARTBEATS, Kind.RECENT, null, null);
    }

    /// What attempts have done so far, partial results and checkpoints, for the core. It gathers on
    /// the broker's disk while the core is away.
    public static Source<Progress> progress() {
        return new Source<>(Address.PROGRESS, Kind.SHARED, "progress", null);
    }

    /// What else attempts say while they run, that they started and how far they are, for the core.
    /// While it is away the newest {@value #MOST_NEWS} messages wait, so that no talk takes the
    /// room of work.
    public static Source<Progress> news() {
        return new Source<>(Address.NEWS, Kind.SHARED, "news", null);
    }

    /// What was put aside, for the core to keep.
    public static Source<Quarantined> quarantine() {
        return new Source<>(Address.QUARANTINE, Kind.QUEUE, Address.QUARANTINE.name(), null);
    }

    /// What its reader failed on again and again, for the core to keep.
    public static Source<Quarantined> deadLetters() {
        return new Source<>(Address.DEAD, Kind.QUEUE, Address.DEAD.name(), null);
    }

    /// The assignments to a node, let through by the broker only where its capabilities suffice.
    public static Source<Assignment> assignments(NodeId node, Capabilities capabilities) {
        return new Source<>(
                Address.ASSIGNMENTS,
                Kind.OWNED,
                node.value(),
                Properties.assignmentSelector(node, capabilities));
    }

    public static Source<Control> control(NodeId node) {
        return new Source<>(Address.CONTROL, Kind.TOPIC, null, Properties.controlSelector(node));
    }
}
