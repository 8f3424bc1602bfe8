package mesh.lab.sim;

import java.util.Set;
import mesh.lab.sim.time.Chance;
import mesh.lab.sim.time.Timeline;
import mesh.lab.sim.wire.Weather;

/// Which faults there are in a run, how often, and whether it is over with them.
public final class Faults {
    private final Set<Fault> kinds;
    private final Chance chance;
    private final double coreRisk;
    private final double auctionRisk;
    private final double nodeRisk;
    private final double lieRisk;
    private final Weather weather;
    private boolean calm;
    private boolean diskFull;

    Faults(Set<Fault> kinds, Chance chance) {
        this.kinds = kinds;
        this.chance = chance;
        this.coreRisk = rate(Fault.CORE_CRASH, 0.0003, 0.004);
        this.auctionRisk = rate(Fault.AUCTION_CRASH, 0.0003, 0.006);
        this.nodeRisk = rate(Fault.NODE_CRASH, 0.0003, 0.01);
        this.lieRisk = rate(Fault.WRONG_HEARTBEAT, 0.02, 0.4);
        this.weather =
                new Weather(
                        chance.of("weather"),
                        new Weather.Rates(
                                rate(Fault.DELAY, 0.002, 0.05),
                                rate(Fault.LOSS, 0.002, 0.15),
                                rate(Fault.REPEAT, 0.002, 0.1),
                                rate(Fault.REORDER, 0.002, 0.3),
                                rate(Fault.BROKEN_SEND, 0.002, 0.05),
                                rate(Fault.BROKEN_ACKNOWLEDGE, 0.002, 0.05)));
    }

    private double rate(Fault fault, double least, double most) {
        double drawn = chance.between(least, most);
        return kinds.contains(fault) ? drawn : 0;
    }

    Weather weather() {
        return weather;
    }

    boolean has(Fault fault) {
        return kinds.contains(fault);
    }

    /// From here on nothing more goes wrong.
    void calm() {
        calm = true;
        diskFull = false;
        weather.calm();
    }

    public boolean isCalm() {
        return calm;
    }

    public double coreRisk() {
        return coreRisk;
    }

    public double auctionRisk() {
        return auctionRisk;
    }

    /// How likely a heartbeat names what its node does not have.
    public double lieRisk() {
        return lieRisk;
    }

    public double nodeRisk() {
        return nodeRisk;
    }

    /// Whether a process dies at a point where it does with this probability.
    public boolean strikes(double risk) {
        return !calm && chance.hits(risk);
    }

    /// How long a process that died is away, in microseconds.
    public long away() {
        return calm
                ? Timeline.SECOND
                : Math.min(60 * Timeline.SECOND, chance.lognormal(2.0 * Timeline.SECOND, 1));
    }

    void diskFull(boolean full) {
        diskFull = full && !calm;
    }

    /// Whether the disk takes no write now.
    public boolean diskFails() {
        return diskFull || strikes(kinds.contains(Fault.FULL_DISK) ? 0.002 : 0);
    }

    /// Whether the disk says that it failed though it wrote.
    public boolean diskLies() {
        return strikes(kinds.contains(Fault.FULL_DISK) ? 0.001 : 0);
    }
}
