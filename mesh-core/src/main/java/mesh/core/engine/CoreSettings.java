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
/// @param mostOpen how many jobs may be open before further ones are refused
public record CoreSettings(
        Duration lease,
        Duration suspectAfter,
        Duration offlineAfter,
        Duration offerAgain,
        int offersAtOnce,
        int offersInAll,
        int sizeOnOffer,
        int mostOpen) {
    public static final CoreSettings DEFAULTS =
            new CoreSettings(
                    Limits.LEASE,
                    Duration.ofSeconds(11),
                    Limits.OFFLINE,
                    Duration.ofSeconds(5),
                    1_000,
                    20_000,
                    16 << 20,
                    1_000_000);

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
