package mesh.core.service;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.core.OverloadedException;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.Turn;
import mesh.core.store.Store;
import mesh.core.store.StoreException;
import mesh.core.store.Writes;
import mesh.protocol.Limits;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.NewestHeartbeats;
import mesh.protocol.message.Heartbeat;

/// One turn after another, and nothing of threads: the engine decides about what was gathered, all
/// of it is committed at once, and then handed on. One thread at a time.
///
/// When the store cannot write, the turn's decisions are thrown away with the engine that made
/// them, a new engine is read from the store, and everyone in the turn is told to come again.
final class Turns {
    private static final Logger LOG = Logger.getLogger(Turns.class.getName());
    static final Duration TICK = Duration.ofMillis(250);

    /// Between ticks where no job is open. Longer than between two heartbeats of a node: where
    /// there are nodes, it is they who wake an idle core.
    static final Duration IDLE_TICK = Limits.HEARTBEAT.plusSeconds(1);

    static final Duration PAUSE = Duration.ofSeconds(1);

    /// A wish to look at or change something, and whom to answer.
    static final class Request<T> {
        private final BiFunction<CoreEngine, Writes, T> action;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final boolean patient;
        private Runnable later = () -> {};

        Request(BiFunction<CoreEngine, Writes, T> action) {
            this(action, false);
        }

        /// @param patient whether nobody waits for what it does
        Request(BiFunction<CoreEngine, Writes, T> action, boolean patient) {
            this.action = action;
            this.patient = patient;
        }

        boolean patient() {
            return patient;
        }

        CompletableFuture<T> answer() {
            return answer;
        }

        /// Does what is wished for; what it answers is told only once it is committed.
        private void perform(CoreEngine engine, Writes writes) {
            try {
                T value = action.apply(engine, writes);
                later = () -> answer.complete(value);
            } catch (RuntimeException refused) {
                later = () -> answer.completeExceptionally(refused);
            }
        }

        void refuse(String reason) {
            answer.completeExceptionally(
                    new OverloadedException(false, "nothing can be written now: " + reason, PAUSE));
        }
    }

    private final Store store;
    private final Supplier<CoreEngine> engines;
    private final BooleanSupplier hears;
    private final Consumer<Writes> committed;
    private final Predicate<Instant> after;
    private final NewestHeartbeats heartbeats;
    private CoreEngine engine;
    private Instant tickAt = Instant.EPOCH;
    private boolean stoodStill;
    private boolean moreAfter;
    private volatile String broken;

    /// @param engines makes an engine from what the store holds
    /// @param hears whether nodes can be heard now; while they cannot, their silence says nothing
    /// @param committed is told of every turn once it is on the disk
    /// @param after does what is left to do when a turn is over and everyone has an answer; says
    ///     whether that was not all
    /// @param heartbeats of which every turn takes what has come
    Turns(
            Store store,
            Supplier<CoreEngine> engines,
            BooleanSupplier hears,
            Consumer<Writes> committed,
            Predicate<Instant> after,
            NewestHeartbeats heartbeats) {
        this.heartbeats = heartbeats;
        this.store = store;
        this.engines = engines;
        this.hears = hears;
        this.committed = committed;
        this.after = after;
    }

    /// Why nothing can be written now; empty where all is well.
    Optional<String> broken() {
        return Optional.ofNullable(broken);
    }

    /// What the next turn goes on with; none where it will read the store.
    Optional<CoreEngine> engine() {
        return Optional.ofNullable(engine);
    }

    /// How long the next turn may be away where nobody asks for one: longer where no job is open,
    /// since nothing follows from time alone then.
    Duration tick() {
        boolean idle = engine != null && engine.openJobs() == 0 && !moreAfter;
        return idle ? IDLE_TICK : TICK;
    }

    /// Nobody was heard for a while, or the clock was set: the next turn blames no node for it.
    void stoodStill() {
        stoodStill = true;
    }

    /// Does one turn with these requests, which may be none, and answers each.
    void turn(Instant at, List<Request<?>> requests) {
        Instant now = at.truncatedTo(ChronoUnit.MILLIS);
        List<Delivery<Heartbeat>> heard = List.of();
        try {
            if (broken != null) {
                // Before the store is read anew, which takes long: an empty turn tries the disk.
                store.commit(Writes.of(new Turn(now)));
            }
            if (engine == null) {
                engine = engines.get();
            }
            boolean ticks = stoodStill || !now.isBefore(tickAt);
            if (stoodStill || ticks && !hears.getAsBoolean()) {
                engine.awake(now);
                stoodStill = false;
            }
            var writes = Writes.of(new Turn(now));
            engine.expire(writes.turn());
            heard = heartbeats.take();
            hear(heard, writes.turn());
            for (Request<?> request : requests) {
                request.perform(engine, writes);
            }
            if (ticks) {
                engine.tick(writes.turn());
                tickAt = now.plus(TICK);
            } else {
                engine.fill(writes.turn());
            }
            if (!writes.isEmpty()) {
                store.commit(writes);
            }
            if (broken != null) {
                LOG.warning("the store takes writes again");
                broken = null;
            }
            told(writes);
            requests.forEach(request -> request.later.run());
            moreAfter = after.test(now);
        } catch (RuntimeException | Error failed) {
            giveUp(failed);
            heartbeats.add(heard);
            requests.forEach(request -> request.refuse(broken));
        }
    }

    private void hear(List<Delivery<Heartbeat>> heard, Turn turn) {
        for (Delivery<Heartbeat> heartbeat : heard) {
            try {
                engine.heartbeat(heartbeat, turn);
            } catch (RuntimeException unforeseen) {
                LOG.log(
                        Level.WARNING,
                        "a heartbeat of `%s` was not taken: %s"
                                .formatted(heartbeat.message().node(), unforeseen),
                        unforeseen);
            }
        }
    }

    private void giveUp(Throwable failed) {
        engine = null;
        boolean known = broken != null && failed instanceof StoreException;
        broken = String.valueOf(failed.getMessage());
        Level level = failed instanceof StoreException ? Level.WARNING : Level.SEVERE;
        // A full disk is told once, not with every turn.
        LOG.log(known ? Level.FINE : level, "a turn was given up: " + broken, failed);
    }

    /// What is on the disk has happened, whatever becomes of those who are told.
    private void told(Writes writes) {
        try {
            committed.accept(writes);
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.SEVERE, "what was committed could not be handed on", failed);
        }
    }
}
