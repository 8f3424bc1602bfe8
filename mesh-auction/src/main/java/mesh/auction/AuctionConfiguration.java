package mesh.auction;

import java.time.Duration;
import mesh.auction.engine.MarketLimits;
import mesh.auction.registry.Liveness;
import mesh.protocol.Limits;

/// How an auction runs.
///
/// @param offlineAfter silence after which a node is offline
/// @param suspectAfter silence after which a node gets nothing new: two heartbeats and a little
/// @param forgetAfter silence after which a node is forgotten
/// @param mostNodes how many nodes are known at most
/// @param tick how often the auction looks at the clock; longer than zero
/// @param mostPending how many offers wait at most; what is over it the core repeats
/// @param offerExpiry how long an offer waits unrepeated; several times the core's interval
/// @param patience how long an offer waits for a slot before the core is told that all are taken
/// @param mostAwards how many awards are sent in one transaction at most
/// @param mostExplanations how many reasons why not are sent at once at most
/// @param mostRemembered how many ended attempts are remembered
public record AuctionConfiguration(
        Duration offlineAfter,
        Duration suspectAfter,
        Duration forgetAfter,
        int mostNodes,
        Duration tick,
        int mostPending,
        Duration offerExpiry,
        Duration patience,
        int mostAwards,
        int mostExplanations,
        int mostRemembered) {

    /// @throws IllegalArgumentException naming the value that cannot be
    public AuctionConfiguration {
        if (!tick.isPositive()) {
            throw new IllegalArgumentException("`tick` must be longer than zero, was " + tick);
        }
        new Liveness(suspectAfter, offlineAfter, forgetAfter, mostNodes);
        new MarketLimits(
                mostPending, offerExpiry, patience, mostAwards, mostExplanations, mostRemembered);
    }

    public static AuctionConfiguration defaults() {
        return new AuctionConfiguration(
                Limits.OFFLINE,
                Limits.HEARTBEAT.multipliedBy(2).plusSeconds(1),
                Duration.ofHours(1),
                10_000,
                Duration.ofMillis(250),
                100_000,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                500,
                1_000,
                100_000);
    }

    public Liveness liveness() {
        return new Liveness(suspectAfter, offlineAfter, forgetAfter, mostNodes);
    }

    public MarketLimits market() {
        return new MarketLimits(
                mostPending, offerExpiry, patience, mostAwards, mostExplanations, mostRemembered);
    }
}
