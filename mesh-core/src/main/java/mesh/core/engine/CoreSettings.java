package mesh.core.engine;

import java.time.Duration;
import mesh.protocol.Limits;

/// The core's intervals and bounds.
///
/// @param lease how long an attempt may stay silent; longer than two heartbeats
/// @param suspectAfter how long a node may be silent before it is suspect
/// @param offlineAfter how long a node may be silent before it is offline
/// @param offerAgain how often an offer without an award is repeated
/// @param offersAtOnce how many jobs of one type, needs, priority and tenant are on offer at once
/// @param offersInAll how many jobs are on offer at once of which the auction has said nothing
/// @param sizeOnOffer how many characters of large payloads are on offer at once of which the
///     auction has said nothing; one job may exceed it alone
/// @param mostOpen how many jobs may be open before further ones are refused
/// @param mostKinds of how many types, needs, priorities and tenants the open jobs may be before
///     jobs of further ones are refused; some are kept for what a node can run
public record CoreSettings(
        Duration lease,
        Duration suspectAfter,
        Duration offlineAfter,
        Duration offerAgain,
        int offersAtOnce,
        int offersInAll,
        int sizeOnOffer,
        int mostOpen,
        int mostKinds) {
    /// How much of the heap an open job may take, in bytes: measured are 240 for one like others.
    private static final int AN_OPEN_JOB = 512;

    /// The same for what jobs of a kind have in common: measured are some 2,300.
    private static final int A_KIND = 4_096;

    /// Of the room for offers, that of lanes of which no job was awarded yet is so much less.
    private static final int TRIAL = 20;

    private static final int LEAST_ON_TRIAL = 16;

    public static final CoreSettings DEFAULTS =
            new CoreSettings(
                    Limits.LEASE,
                    Duration.ofSeconds(11),
                    Limits.OFFLINE,
                    Duration.ofSeconds(5),
                    1_000,
                    20_000,
                    16 << 20,
                    1_100_000,
                    100_000);

    /// The defaults, with no more jobs open than half of a heap of this many bytes holds, and of no
    /// more kinds than a quarter does.
    public static CoreSettings forHeap(long bytes) {
        int fitting = Math.clamp(bytes / 2 / AN_OPEN_JOB, 1, DEFAULTS.mostOpen);
        int kinds = Math.clamp(bytes / 4 / A_KIND, 1, DEFAULTS.mostKinds);
        return new CoreSettings(
                DEFAULTS.lease,
                DEFAULTS.suspectAfter,
                DEFAULTS.offlineAfter,
                DEFAULTS.offerAgain,
                DEFAULTS.offersAtOnce,
                DEFAULTS.offersInAll,
                DEFAULTS.sizeOnOffer,
                fitting,
                kinds);
    }

    /// How many offers may be out of lanes of which no job was awarded yet, beside all others.
    int offersOnTrial() {
        return Math.max(offersInAll / TRIAL, Math.min(offersInAll, LEAST_ON_TRIAL));
    }

    /// The same for the characters of large payloads.
    int sizeOnTrial() {
        return Math.max(1, sizeOnOffer / TRIAL);
    }

    public CoreSettings {
        if (lease.compareTo(Limits.HEARTBEAT.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException(
                    "`lease` must be longer than two heartbeats (%s each), was %s"
                            .formatted(Limits.HEARTBEAT, lease));
        }
        if (offersAtOnce < 1 || offersInAll < 1 || mostOpen < 1 || mostKinds < 1) {
            throw new IllegalArgumentException(
                    "`offers-at-once`, `offers-in-all`, `most-open` and `most-kinds` must be at"
                            + " least 1, were %d, %d, %d and %d"
                                    .formatted(offersAtOnce, offersInAll, mostOpen, mostKinds));
        }
    }
}
