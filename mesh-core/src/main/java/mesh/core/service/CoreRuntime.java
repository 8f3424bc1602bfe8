package mesh.core.service;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import mesh.core.CoreService;
import mesh.core.EventView;
import mesh.core.QuarantineView;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.CoreSettings;
import mesh.core.engine.NodeTable;
import mesh.core.engine.Turn;
import mesh.core.store.Retention;
import mesh.core.store.Store;
import mesh.core.store.Writes;
import mesh.protocol.JobId;
import mesh.protocol.link.Link;
import mesh.protocol.link.NewestHeartbeats;

/// A running core without its HTTP: the loop, what feeds it, and what it feeds.
public final class CoreRuntime implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CoreRuntime.class.getName());

    private final CoreSettings settings;
    private final Store store;
    private final InstantSource clock;
    private final NodeTable nodes;
    private final Tally tally = new Tally();
    private final Feed feed = new Feed();
    private final Waiters waiters = new Waiters();
    private final CoreLoop loop;
    private final Outbox outbox;
    private final Inbox inbox;
    private final CoreService service;
    private final Supplier<RandomGenerator> chance;

    /// The newest one; only who does a turn looks at it.
    private CoreEngine engine;

    /// @param chance makes ids and spreads retries; used by whoever does a turn
    /// @param loops makes the loop that does the turns
    CoreRuntime(
            CoreSettings settings,
            Store store,
            Link link,
            InstantSource clock,
            Supplier<RandomGenerator> chance,
            Retention retention,
            Function<Turns, CoreLoop> loops) {
        this.settings = settings;
        this.nodes = new NodeTable(new ConcurrentHashMap<>(), settings.offlineAfter());
        this.store = store;
        this.clock = clock;
        this.chance = chance;
        this.outbox = new Outbox(link, store, this::giveUp);
        var pruner = new Pruner(retention, store, tally, clock);
        var heartbeats = new NewestHeartbeats();
        this.loop =
                loops.apply(
                        new Turns(
                                store,
                                this::restored,
                                link::isConnected,
                                this::committed,
                                pruner::step,
                                heartbeats));
        var hearing = new Hearing(link::isConnected, clock.instant());
        this.inbox = new Inbox(loop, new Recall(store), heartbeats, hearing);
        this.service =
                new StoredCoreService(
                        loop,
                        store,
                        new NodeViews(nodes, settings, clock),
                        tally,
                        feed,
                        waiters,
                        link,
                        hearing,
                        clock,
                        chance);
    }

    /// One that keeps every job.
    public static CoreRuntime start(
            CoreSettings settings, Store store, Link link, InstantSource clock) {
        return start(settings, Retention.FOREVER, store, link, clock);
    }

    /// Reads the store, takes up what is open, and begins to listen to the broker.
    public static CoreRuntime start(
            CoreSettings settings,
            Retention retention,
            Store store,
            Link link,
            InstantSource clock) {
        var core =
                new CoreRuntime(
                        settings,
                        store,
                        link,
                        clock,
                        ThreadLocalRandom::current,
                        retention,
                        turns -> new ThreadedLoop(turns, clock));
        core.outbox.start();
        core.open(link);
        return core;
    }

    void open(Link link) {
        try {
            var unreadable = new ArrayList<QuarantineView>();
            store.nodes(nodes::restore, unreadable::add);
            // The first turn reads the store; whoever has a core has one that knows its jobs.
            loop.perform((_, writes) -> writes.quarantined().addAll(unreadable));
            inbox.open(link);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /// Of these jobs the store cannot read what is to be offered.
    private void giveUp(List<JobId> ids) {
        loop.performSoon(
                (engine, writes) -> {
                    String reason = "its payload is gone, or no JSON that a node reads";
                    ids.forEach(id -> engine.giveUp(id, reason, writes.turn()));
                    return ids.size();
                });
    }

    Outbox outbox() {
        return outbox;
    }

    public CoreService service() {
        return service;
    }

    /// The first engine, or one in the place of another whose turn could not be committed.
    private CoreEngine restored() {
        engine = engine == null ? new CoreEngine(settings, nodes, chance.get()) : engine.anew();
        tally.begin(store.counts());
        // As precise as the turns are, so that no lease that is renewed at once ends before this.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var unreadable = new ArrayList<Store.Unreadable>();
        store.open(row -> engine.restore(row.spec(), row.state(), row.seq(), now), unreadable::add);
        for (Store.Unreadable job : unreadable) {
            engine.unreadable(job.id(), job.state(), job.attempt(), job.seq(), job.reason());
        }
        if (!unreadable.isEmpty()) {
            LOG.warning(
                    "%d open jobs cannot be read in the store and end as unreadable; the first is %s: %s"
                            .formatted(
                                    unreadable.size(),
                                    unreadable.getFirst().id(),
                                    unreadable.getFirst().reason()));
        }
        return engine;
    }

    private void committed(Writes writes) {
        nodes.keep();
        tally.count(writes);
        outbox.add(writes);
        Turn turn = writes.turn();
        if (feed.isHeard()) {
            feed.tell(
                    Stream.concat(turn.told().stream(), turn.refused().stream())
                            .flatMap(told -> EventView.of(told, turn.now()).stream())
                            .toList());
        }
        for (Turn.Happening happening : turn.happenings()) {
            if (happening.after().name().terminal()) {
                waiters.ended(happening.job());
            }
        }
    }

    @Override
    public void close() {
        inbox.close();
        loop.close();
        outbox.close();
    }
}
