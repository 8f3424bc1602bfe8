package mesh.core.engine;

import java.time.Duration;
import mesh.protocol.Limits;

/// The core's intervals and bounds.
///
/// @param lease how long an attempt may stay silent; longer than two heartbeats
/// @param suspectAfter how long a node may be silent before it is suspect
/// @param offlineAfter how long a node may be silent before it is offline
/// @param offerAgain how often an offer without an award is repeated
/// @param offersAtOnce how many jobs of one type, needs and priority are on offer at once
/// @param offersInAll how many jobs are on offer at once
/// @param sizeOnOffer how many characters of payload are on offer at once; one job may exceed it
///     alone
/// @param mostOpen how many jobs may be open before further ones are refused; of each further type,
///     needs and priority the first counts for {@value #A_KIND} more
public record CoreSettings(
        Duration lease,
        Duration suspectAfter,
        Duration offlineAfter,
        Duration offerAgain,
        int offersAtOnce,
        int offersInAll,
        int sizeOnOffer,
        int mostOpen) {
    /// For how many open jobs more the first of each further type, needs and priority counts.
    static final int A_KIND = 8;

    /// How much of the heap an open job may take, in bytes: measured are 240 for one like others,
    /// some 2,500 for one like no other.
    private static final int AN_OPEN_JOB = 512;

    public static final CoreSettings DEFAULTS =
            new CoreSettings(
                    Limits.LEASE,
                    Duration.ofSeconds(11),
                    Limits.OFFLINE,
                    Duration.ofSeconds(5),
                    1_000,
                    20_000,
                    16 << 20,
                    1_100_000);

    /// The defaults, with no more jobs open than half of a heap of this many bytes holds.
    public static CoreSettings forHeap(long bytes) {
        int fitting = Math.clamp(bytes / 2 / AN_OPEN_JOB, 1, DEFAULTS.mostOpen);
        return new CoreSettings(
                DEFAULTS.lease,
                DEFAULTS.suspectAfter,
                DEFAULTS.offlineAfter,
                DEFAULTS.offerAgain,
                DEFAULTS.offersAtOnce,
                DEFAULTS.offersInAll,
                DEFAULTS.sizeOnOffer,
                fitting);
    }

    public CoreSettings {
        if (lease.compareTo(Limits.HEARTBEAT.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException(
                    "`lease` must be longer than two heartbeats (%s each), was %s"
                            .formatted(Limits.HEARTBEAT, lease));
        }
        if (offersAtOnce < 1 || offersInAll < 1 || mostOpen < 1) {
            throw new IllegalArgumentException(
                    "`offers-at-once`, `offers-in-all` and `most-open` must be at least 1, were"
                            + " %d, %d and %d".formatted(offersAtOnce, offersInAll, mostOpen));
        }
    }
}
