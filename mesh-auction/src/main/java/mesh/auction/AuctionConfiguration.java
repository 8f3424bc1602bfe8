package mesh.auction;

import java.time.Duration;
import mesh.auction.engine.MarketLimits;
import mesh.auction.registry.Liveness;
import mesh.protocol.Limits;

/// How an auction runs.
///
/// @param tick how often the auction looks at the clock while an offer waits, a sixtieth as often
///     while none does; longer than zero
/// @param liveness how the silence of nodes is judged
/// @param market what waits and is sent at most
public record AuctionConfiguration(Duration tick, Liveness liveness, MarketLimits market) {

    /// @throws IllegalArgumentException naming the value that cannot be
    public AuctionConfiguration {
        if (!tick.isPositive()) {
            throw new IllegalArgumentException("`tick` must be longer than zero, was " + tick);
        }
    }

    /// A node is suspect after two missed heartbeats and a second, and offline as all parties
    /// agree. Offers expire after several of the core's repeats.
    public static AuctionConfiguration defaults() {
        return new AuctionConfiguration(
                Duration.ofMillis(250),
                new Liveness(
                        Limits.HEARTBEAT.multipliedBy(2).plusSeconds(1),
                        Limits.OFFLINE,
                        Duration.ofHours(1),
                        10_000),
                new MarketLimits(
                        150_000,
                        128L << 20,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1),
                        500,
                        8L << 20,
                        1_000,
                        100_000));
    }

    /// The same with another tick.
    public AuctionConfiguration withTick(Duration other) {
        return new AuctionConfiguration(other, liveness, market);
    }
}
