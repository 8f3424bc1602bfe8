package mesh.protocol.message;

import mesh.protocol.Address;

/// A record on the wire. Where it goes and whether it must survive the broker's death follow from
/// what it is.
public sealed interface Message
        permits Assignment, Award, Control, Heartbeat, Offer, Progress, Quarantined, Settlement {

    /// The address this record travels on.
    Address<? extends Message> address();

    /// Whether its loss would cost work already done. What the core can make again from its store
    /// need not be kept.
    default boolean persistent() {
        return false;
    }
}
