package mesh.protocol;

import java.time.Duration;

/// The bounds and intervals that all parties have to agree on. What is one party's own business is
/// in its configuration.
public final class Limits {
    /// The largest body of one job, and the largest result, in bytes.
    public static final int JOB_BYTES = 1 << 20;

    public static final int RESULT_BYTES = 1 << 20;
    /// What a handler may say while it works: the largest partial result and how many of them, and
    /// the largest checkpoint.
    public static final int PARTIAL_BYTES = 64 << 10;

    public static final int PARTIALS = 1_000;
    public static final int CHECKPOINT_BYTES = 256 << 10;
    public static final int LABELS = 64;
    public static final int BATCH_JOBS = 10_000;

    /// How often a node says that it is alive, unless the core asks for less.
    public static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /// The longest interval that a node may announce between two of its heartbeats.
    public static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(30);

    /// How many heartbeats a second a mesh is meant to have: where there are more nodes than beat
    /// so often at the usual interval, the core asks them for longer ones.
    public static final int HEARTBEATS_A_SECOND = 400;

    /// How long an attempt may stay silent before the core takes the job back: three heartbeats.
    public static final Duration LEASE = Duration.ofSeconds(15);

    /// How long a node may be silent before it is called offline.
    public static final Duration OFFLINE = Duration.ofSeconds(30);

    private Limits() {}
}
