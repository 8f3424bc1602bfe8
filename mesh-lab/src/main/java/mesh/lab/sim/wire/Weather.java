package mesh.lab.sim.wire;

import mesh.lab.sim.time.Chance;
import mesh.lab.sim.time.Timeline;

/// What the wire does to messages. Once it is {@linkplain #calm calm} they only take a while.
public final class Weather {

    /// How often what happens: probabilities for each message, send or batch.
    ///
    /// @param slow a delay of up to ten seconds instead of about a millisecond
    public record Rates(
            double slow,
            double lost,
            double repeated,
            double reordered,
            double sendFails,
            double acknowledgeFails) {}

    private final Chance chance;
    private final Rates rates;
    private boolean calm;

    public Weather(Chance chance, Rates rates) {
        this.chance = chance;
        this.rates = rates;
    }

    public void calm() {
        calm = true;
    }

    private boolean happens(double rate) {
        return !calm && chance.hits(rate);
    }

    /// How long a message takes, in microseconds: lognormal around a millisecond, with a tail.
    long delay() {
        return happens(rates.slow())
                ? (long) chance.between(0, 10.0 * Timeline.SECOND)
                : Math.min(Timeline.SECOND, chance.lognormal(Timeline.MILLI, 0.8));
    }

    boolean lost() {
        return happens(rates.lost());
    }

    boolean repeated() {
        return happens(rates.repeated());
    }

    boolean reordered() {
        return happens(rates.reordered());
    }

    boolean sendFails() {
        return happens(rates.sendFails());
    }

    boolean acknowledgeFails() {
        return happens(rates.acknowledgeFails());
    }

    int upTo(int most) {
        return chance.between(0, most);
    }

    long pause() {
        return (long) chance.between(100.0 * Timeline.MILLI, 600.0 * Timeline.MILLI);
    }
}
