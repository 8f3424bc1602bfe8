package mesh.core.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.core.OverloadedException;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.Turn;
import mesh.core.store.Store;
import mesh.core.store.StoreException;
import mesh.core.store.Writes;

/// The one thread that changes anything. It takes what has gathered, lets the engine decide,
/// commits all of it at once, and then hands on what was decided: many requests share one write to
/// the disk, and one alone is not held back.
///
/// When the store cannot write, the turn's decisions are thrown away with the engine that made
/// them, a new engine is read from the store, and everyone in the turn is told to come again.
final class CoreLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CoreLoop.class.getName());
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_IN_A_TURN = 1_000;
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Longer than any turn takes while the disk works.
    private static final Duration MOST_WAIT = Duration.ofSeconds(60);

    /// A wish to look at or change something, and whom to answer.
    private record Request<T>(
            BiFunction<CoreEngine, Writes, T> action, CompletableFuture<T> answer, Done done) {

        /// Does what is wished for; what it answers is told only once it is committed.
        void perform(CoreEngine engine, Writes writes) {
            try {
                T value = action.apply(engine, writes);
                done.later = () -> answer.complete(value);
            } catch (RuntimeException refused) {
                done.later = () -> answer.completeExceptionally(refused);
            }
        }
    }

    private static final class Done {
        private Runnable later = () -> {};
    }

    private final Store store;
    private final InstantSource clock;
    private final Supplier<CoreEngine> engines;
    private final Consumer<Writes> committed;
    private final BlockingQueue<Request<?>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile String broken;
    private volatile boolean closed;

    /// @param engines makes an engine from what the store holds
    /// @param committed is told of every turn once it is on the disk, on the loop's thread
    CoreLoop(
            Store store,
            InstantSource clock,
            Supplier<CoreEngine> engines,
            Consumer<Writes> committed) {
        this.store = store;
        this.clock = clock;
        this.engines = engines;
        this.committed = committed;
        this.thread =
                Thread.ofPlatform().name("core-loop").unstarted(() -> Unending.run(this::turns));
    }

    void start() {
        thread.start();
    }

    /// Has something done in the next turn and waits until it is on the disk.
    ///
    /// @throws OverloadedException when too much is waiting or the store cannot write
    <T> T perform(BiFunction<CoreEngine, Writes, T> action) {
        var request = new Request<>(action, new CompletableFuture<T>(), new Done());
        if (closed || !waiting.offer(request)) {
            throw closed
                    ? new OverloadedException(false, "the core is ending", PAUSE)
                    : new OverloadedException(
                            true, "more than " + MOST_WAITING + " requests are waiting", PAUSE);
        }
        if (closed) {
            refuse(List.of(request), "the core is ending");
        }
        try {
            return request.answer().get(MOST_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException stuck) {
            throw new OverloadedException(
                    false, "the core has not answered for " + MOST_WAIT, PAUSE);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new OverloadedException(false, "interrupted", PAUSE);
        }
    }

    /// Why nothing can be written now; empty where all is well.
    Optional<String> broken() {
        return Optional.ofNullable(broken);
    }

    private void turns() {
        CoreEngine engine = null;
        Instant tickAt = Instant.EPOCH;
        while (!closed || !waiting.isEmpty()) {
            List<Request<?>> requests = take();
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            try {
                if (engine == null) {
                    engine = engines.get();
                }
                var writes = Writes.of(new Turn(now));
                engine.expire(writes.turn());
                for (Request<?> request : requests) {
                    request.perform(engine, writes);
                }
                if (!now.isBefore(tickAt)) {
                    engine.tick(writes.turn());
                    tickAt = now.plus(TICK);
                } else {
                    engine.fill(writes.turn());
                }
                // After a failure even an empty turn is written, to see whether the disk is back.
                if (!writes.isEmpty() || broken != null) {
                    store.commit(writes);
                    if (broken != null) {
                        LOG.warning("the store takes writes again");
                        broken = null;
                    }
                }
                told(writes);
                requests.forEach(request -> request.done().later.run());
            } catch (RuntimeException | Error failed) {
                engine = null;
                boolean known = broken != null && failed instanceof StoreException;
                broken = String.valueOf(failed.getMessage());
                Level level = failed instanceof StoreException ? Level.WARNING : Level.SEVERE;
                // A full disk is told once, not with every turn.
                LOG.log(known ? Level.FINE : level, "a turn was given up: " + broken, failed);
                refuse(requests, broken);
            }
        }
    }

    /// What is on the disk has happened, whatever becomes of those who are told.
    private void told(Writes writes) {
        try {
            committed.accept(writes);
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.SEVERE, "what was committed could not be handed on", failed);
        }
    }

    /// Waits for something to do, at most until the next tick, and takes what is there.
    private List<Request<?>> take() {
        var requests = new ArrayList<Request<?>>();
        try {
            Request<?> first = waiting.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                requests.add(first);
                waiting.drainTo(requests, MOST_IN_A_TURN - 1);
            }
        } catch (InterruptedException woken) {
            // Only closing wakes the loop; what is left is still done.
        }
        return requests;
    }

    private static void refuse(List<Request<?>> requests, String reason) {
        for (Request<?> request : requests) {
            request.answer()
                    .completeExceptionally(
                            new OverloadedException(
                                    false, "nothing can be written now: " + reason, PAUSE));
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        var left = new ArrayList<Request<?>>();
        waiting.drainTo(left);
        refuse(left, "the core is ending");
    }
}
