package mesh.auction;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mesh.protocol.Rhythm;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Link;
import mesh.protocol.link.Link.Subscription;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Source;
import mesh.protocol.message.Control;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;

/// A running auction: an {@link AuctionService} on a broker, until it is closed. The link stays its
/// owner's.
///
/// It keeps nothing on disk. A new one on the same broker calls the nodes, learns them and what
/// they run from the heartbeats that follow, and the offers from the core's repeats.
public final class Auction implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Auction.class.getName());

    /// So many times as long a tick may be away where no offer waits: it only forgets old nodes
    /// then. The first offer that is to wait ends that.
    private static final int IDLE_TICKS = 60;

    /// Between two ticks of which the first left something to do, in nanoseconds.
    private static final long BREATH = 100_000;

    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Semaphore woken = new Semaphore(0);
    private final AuctionService service;
    private final Rhythm rhythm;
    private final Ticker ticker;
    private final Thread ticking;

    /// Whether the next tick is far away.
    private volatile boolean idles;

    private volatile boolean closed;

    private Auction(AuctionConfiguration configuration, Link link, InstantSource clock) {
        service = new AuctionService(configuration, clock);
        rhythm = new Rhythm(configuration.tick().multipliedBy(IDLE_TICKS));
        ticker = new Ticker(service, link);
        // A virtual thread that waits for a time wakes two others.
        ticking =
                Thread.ofPlatform()
                        .daemon()
                        .name("auction-tick")
                        .unstarted(() -> tick(configuration.tick()));
        try {
            // Nodes first, so that the first offers find them.
            subscriptions.add(link.watchDepartures(service::departed));
            subscriptions.add(link.subscribe(Source.heartbeats(), service::heartbeats));
            subscriptions.add(link.subscribe(Source.settlements("auction"), service::settlements));
            call(link);
            subscriptions.add(link.subscribe(Source.offers(), this::offers));
        } catch (RuntimeException unreachable) {
            endSubscriptions();
            throw unreachable;
        }
    }

    /// Starts an auction.
    ///
    /// @throws mesh.protocol.link.LinkException when the broker cannot be reached
    public static Auction start(
            AuctionConfiguration configuration, Link link, InstantSource clock) {
        var auction = new Auction(configuration, link, clock);
        auction.ticking.start();
        return auction;
    }

    /// An auction without a thread of its own, for simulations: it ticks when it is told to.
    ///
    /// @return what does one tick at a time
    /// @throws mesh.protocol.link.LinkException when the broker cannot be reached
    public static Stepped stepped(
            AuctionConfiguration configuration, Link link, InstantSource clock) {
        return new Auction(configuration, link, clock).ticker::step;
    }

    /// An auction that does nothing by itself but take what its link brings.
    @FunctionalInterface
    public interface Stepped {
        /// Does one tick, and sends what follows from it.
        ///
        /// @return whether there is more to do at once
        boolean tick();
    }

    /// Those who are there say so; where the call is lost, with their next heartbeat.
    private static void call(Link link) {
        try {
            link.send(List.of(Control.call()));
        } catch (LinkException away) {
            LOG.log(Level.DEBUG, "No node was called", away);
        }
    }

    private List<Message> offers(List<Delivery<Offer>> batch) {
        List<Message> answer = service.offers(batch);
        if (idles && service.pending() > 0) {
            idles = false;
            woken.release();
        }
        return answer;
    }

    private void tick(Duration interval) {
        while (!closed) {
            try {
                if (!woken.tryAcquire(pause(interval).toNanos(), TimeUnit.NANOSECONDS)) {
                    tickOnce();
                }
            } catch (Throwable unspeakable) {
                // Even to say what went wrong went wrong, as it may where memory is short; only
                // closing ends the ticking.
            }
        }
    }

    /// How long until the next tick.
    private Duration pause(Duration interval) {
        // Said before it is looked, so that no offer comes between.
        idles = true;
        idles = ticker.isIdle();
        return idles ? rhythm.untilNext() : interval;
    }

    /// A failure that nobody foresaw must not end the ticking: the next tick tries again.
    private void tickOnce() {
        try {
            boolean more = true;
            while (more && !closed) {
                more = ticker.step();
                if (more) {
                    // So that whoever waits for the service comes to it between two.
                    LockSupport.parkNanos(BREATH);
                }
            }
        } catch (Throwable unforeseen) {
            LOG.log(
                    Level.WARNING,
                    "A tick of the auction failed; the next one goes on",
                    unforeseen);
        }
    }

    /// Ends the subscriptions, and waits for what is at work. Offers that wait are given up; the
    /// core repeats them.
    @Override
    public void close() {
        closed = true;
        woken.release();
        endSubscriptions();
        try {
            ticking.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void endSubscriptions() {
        subscriptions.reversed().forEach(Subscription::close);
    }
}
