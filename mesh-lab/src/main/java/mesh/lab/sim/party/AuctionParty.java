package mesh.lab.sim.party;

import mesh.auction.Auction;
import mesh.auction.AuctionConfiguration;
import mesh.lab.sim.time.Timeline;

/// The auction: its real service. It remembers nothing of its life before.
public final class AuctionParty extends Party {
    private static final long TICK = 250 * Timeline.MILLI;
    private static final int MOST_AT_ONCE = 100;

    private final long off;
    private Auction.Stepped auction;

    /// @param off how much its clock is off, in microseconds
    public AuctionParty(World world, long off) {
        super("auction", world);
        this.off = off;
    }

    @Override
    void begin() {
        auction = Auction.stepped(AuctionConfiguration.defaults(), link(), timeline().clock(off));
        world().watch().auctionStarts(timeline().clock(off));
        later(TICK, this::tick);
    }

    @Override
    void forget() {
        auction = null;
    }

    @Override
    double risk(Moment moment) {
        return world().faults().auctionRisk();
    }

    private void tick() {
        later(TICK, this::tick);
        int rounds = 0;
        try {
            while (rounds < MOST_AT_ONCE && runs() && auction.tick()) {
                rounds++;
            }
        } catch (Died died) {
            // It was killed in the middle of it.
        }
    }

    @Override
    public void acted() {
        // What it says goes with what it takes, or with a tick.
    }
}
