package mesh.auction;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import mesh.auction.engine.AuctionEngine;
import mesh.auction.engine.Plan;
import mesh.auction.engine.Ranking;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.NewestHeartbeats;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Settlement;

/// The auction without a broker: batches of messages and ticks of the clock in, messages to send
/// out. Safe for use by many threads; its one lock is held for the engine's work only, never while
/// something is sent. A simulator drives this very class.
///
/// Each entrance for batches expects one batch at a time, and that a batch whose answer was not
/// sent comes again: it then gives the lost answer once more (see {@link Entrance}).
public final class AuctionService {
    private final InstantSource clock;
    private final AuctionEngine engine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Entrance<Offer> offers =
            new Entrance<>(
                    // The whole of a probe may come in the same moment.
                    offer -> offer.probe() ? List.of(offer.ref()) : offer.ref(),
                    batch -> decide(() -> offered(batch)));
    private final Entrance<Settlement> settlements =
            new Entrance<>(s -> List.of(s.ref(), s.node()), batch -> decide(() -> settled(batch)));
    private final Entrance<Heartbeat> heartbeats =
            new Entrance<>(h -> List.of(h.node(), h.incarnation(), h.seq()), this::heard);
    private final NewestHeartbeats unheard = new NewestHeartbeats();

    public AuctionService(AuctionConfiguration configuration, InstantSource clock) {
        this.clock = clock;
        this.engine =
                new AuctionEngine(
                        configuration.liveness(),
                        configuration.market(),
                        Ranking.standard(),
                        // What no other start of an auction is called.
                        Long.toString(clock.instant().toEpochMilli(), Character.MAX_RADIX));
    }

    /// Takes in a batch of offers.
    ///
    /// @return what to send, in one transaction with the taking of the batch
    public List<Message> offers(List<Delivery<Offer>> batch) {
        return offers.handle(batch);
    }

    /// Takes in a batch of settlements.
    ///
    /// @return what to send, in one transaction with the taking of the batch
    public List<Message> settlements(List<Delivery<Settlement>> batch) {
        return settlements.handle(batch);
    }

    /// Takes in a batch of heartbeats. It waits for no decision that is being made: then the next
    /// one begins with them.
    ///
    /// @return what to send, in one transaction with the taking of the batch
    public List<Message> heartbeats(List<Delivery<Heartbeat>> batch) {
        return heartbeats.handle(batch);
    }

    /// The broker saw a node leave. The next tick acts on what waits.
    public void departed(NodeId node) {
        lock.lock();
        try {
            engine.departed(node, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /// Lets the clock tick.
    public Plan tick() {
        return decide(() -> engine.tick(clock.instant()));
    }

    /// How many offers wait.
    public int pending() {
        lock.lock();
        try {
            return engine.pending();
        } finally {
            lock.unlock();
        }
    }

    private Plan offered(List<Delivery<Offer>> batch) {
        return engine.offered(batch.stream().map(Delivery::message).toList(), clock.instant());
    }

    private Plan settled(List<Delivery<Settlement>> batch) {
        return engine.settled(batch.stream().map(Delivery::message).toList(), clock.instant());
    }

    private Plan heard(List<Delivery<Heartbeat>> batch) {
        unheard.add(batch);
        if (!lock.tryLock()) {
            return Plan.NOTHING;
        }
        try {
            return engine.heard(unheard.take(), clock.instant());
        } finally {
            lock.unlock();
        }
    }

    private Plan decide(Supplier<Plan> question) {
        lock.lock();
        try {
            List<Delivery<Heartbeat>> beats = unheard.take();
            if (beats.isEmpty()) {
                return question.get();
            }
            Plan first = engine.heard(beats, clock.instant());
            return first.and(question.get());
        } finally {
            lock.unlock();
        }
    }
}
