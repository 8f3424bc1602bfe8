package mesh.auction.registry;

/// How much a node can be counted on at one moment.
public enum NodeState {
    /// It was heard lately and takes jobs. Only such a node is awarded anything.
    ONLINE,
    /// It missed two heartbeats: it keeps what it has and gets nothing new.
    SUSPECT,
    /// It was silent for too long, or the broker saw it leave: what it had is no longer counted.
    OFFLINE,
    /// It is heard, finishes what it has and takes nothing new.
    DRAINING
}
