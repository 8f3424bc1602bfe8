package mesh.lab.sim;

import java.util.Locale;

/// The kinds of trouble that a run may have. Each seed draws some of them (swarm testing: what one
/// kind hides another run without it shows; Groce and others, 2012).
public enum Fault {
    /// Messages that take up to ten seconds.
    DELAY,
    /// Messages that come twice.
    REPEAT,
    /// Messages that overtake each other.
    REORDER,
    /// Messages that are lost, where they are not persistent.
    LOSS,
    /// Sends that fail, after none, some or all of the messages arrived.
    BROKEN_SEND,
    /// Batches whose acknowledgement, and answer with it, does not reach the broker.
    BROKEN_ACKNOWLEDGE,
    /// Nodes that are cut off, in both directions or in one.
    PARTITION,
    NODE_CRASH,
    /// Nodes that stand still, and settle late when they wake.
    NODE_HANG,
    /// Nodes whose clocks are too fast or too slow, and an auction whose clock is off.
    CLOCKS,
    /// A core that dies between any two steps.
    CORE_CRASH,
    /// A disk that takes no writes for a while, or says so though it did.
    FULL_DISK,
    /// A core that is up to a minute behind in reading settlements, while it reads all else.
    BACKLOG,
    AUCTION_CRASH,
    BROKER_CRASH,
    /// Many jobs at once.
    BURST,
    CANCEL,
    /// Jobs with too little time.
    DEADLINE,
    /// Jobs that may not start at once.
    RUN_AT,
    HANDLER_ERROR,
    /// Handlers that do not stop when they are told to.
    STUBBORN_HANDLER,
    /// Jobs that nobody can run.
    NO_CAPABLE_NODE,
    DRAIN,
    /// Settlements of others than the holder, of other attempts, and of jobs that have ended, and
    /// assignments to nodes that cannot run them.
    FORGERY,
    /// Heartbeats of nodes that name attempts which they do not have: others', of numbers that were
    /// never offered, of jobs that are unknown.
    WRONG_HEARTBEAT;

    /// As the command line writes and reads it.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws IllegalArgumentException where there is no such kind
    public static Fault of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
