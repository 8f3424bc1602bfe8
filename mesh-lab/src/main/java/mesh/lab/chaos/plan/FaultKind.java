package mesh.lab.chaos.plan;

import java.util.Locale;

/// What can be done to a mesh.
public enum FaultKind {
    /// `kill -9` of one node; it is started again.
    KILL_NODE,
    /// `kill -9` of the core; it is started again on the same data.
    KILL_CORE,
    /// `kill -9` of the auction.
    KILL_AUCTION,
    /// `kill -9` of the broker; it is started again on the same data.
    KILL_BROKER,
    /// `kill -9` of every process at once.
    KILL_ALL,
    /// SIGSTOP of one node, SIGCONT later.
    HANG,
    /// One node's connection is cut in one of the ways of {@link Cut}.
    PARTITION,
    /// What one node says and hears comes late.
    SLOW;

    /// Whether it is done to one node and not to the middle of the mesh.
    public boolean ofOneNode() {
        return switch (this) {
            case KILL_NODE, HANG, PARTITION, SLOW -> true;
            case KILL_CORE, KILL_AUCTION, KILL_BROKER, KILL_ALL -> false;
        };
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// As JSON writes it.
    @Override
    public String toString() {
        return wireName();
    }
}
