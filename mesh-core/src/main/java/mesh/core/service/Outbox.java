package mesh.core.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.core.engine.Turn;
import mesh.core.store.Store;
import mesh.core.store.StoreException;
import mesh.core.store.Writes;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Control;
import mesh.protocol.message.Offer;

/// Sends what was committed, on a thread of its own, so that a slow broker never holds a commit up,
/// or one parcel a {@link #step}, where it is not started. What it cannot send it drops: the engine
/// repeats every offer, and answers every heartbeat that names an attempt which should not run.
final class Outbox implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Outbox.class.getName());
    private static final int MOST_WAITING = 10_000;
    private static final int OFFERS_AT_ONCE = 200;
    private static final int CHARACTERS_AT_ONCE = 4 << 20;

    /// What one turn has to send.
    ///
    /// @param payloads of the offers whose jobs were admitted lately; the others' are read
    private record Parcel(
            List<Control> controls, List<Turn.Wanted> offers, Map<JobId, Json> payloads) {}

    private final Link link;
    private final Store store;
    private final Consumer<List<JobId>> unreadable;
    private final Payloads lately = new Payloads();
    private final BlockingQueue<Parcel> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread =
            Thread.ofPlatform().name("core-outbox").unstarted(() -> Unending.run(this::parcels));
    private volatile boolean closed;

    /// @param unreadable is told of jobs that are to be offered and whose payload cannot be read
    Outbox(Link link, Store store, Consumer<List<JobId>> unreadable) {
        this.link = link;
        this.store = store;
        this.unreadable = unreadable;
    }

    void start() {
        thread.start();
    }

    void add(Writes committed) {
        Turn turn = committed.turn();
        lately.keep(committed.admitted());
        if (turn.controls().isEmpty() && turn.offers().isEmpty()) {
            return;
        }
        // Of a backlog only what is to be sent now: the rest stays in the store.
        var parcel =
                new Parcel(
                        turn.controls(),
                        turn.offers(),
                        lately.take(
                                turn.offers().stream()
                                        .filter(Turn.Wanted::whole)
                                        .map(Turn.Wanted::id)
                                        .toList()));
        if (!waiting.offer(parcel)) {
            LOG.warning("the broker does not keep up; what was to be sent is repeated later");
        }
    }

    private void parcels() {
        while (!closed) {
            try {
                attempt(waiting.take());
            } catch (InterruptedException closing) {
                return;
            }
        }
    }

    /// Sends the parcel that waits longest.
    ///
    /// @return whether there was one
    boolean step() {
        Parcel parcel = waiting.poll();
        if (parcel != null) {
            attempt(parcel);
        }
        return parcel != null;
    }

    private void attempt(Parcel parcel) {
        try {
            send(parcel);
        } catch (LinkException | StoreException failed) {
            LOG.log(Level.FINE, "not sent, to be repeated", failed);
        } catch (RuntimeException | Error unexpected) {
            LOG.log(Level.SEVERE, "not sent, to be repeated", unexpected);
        }
    }

    private void send(Parcel parcel) {
        if (!parcel.controls().isEmpty()) {
            link.send(parcel.controls());
        }
        // Payloads may be large: only so many are in memory at once.
        var some = new ArrayList<Turn.Wanted>();
        long size = 0;
        for (Turn.Wanted wanted : parcel.offers()) {
            size += mostSize(wanted);
            boolean full = some.size() == OFFERS_AT_ONCE || size > CHARACTERS_AT_ONCE;
            if (full && !some.isEmpty()) {
                send(some, parcel.payloads());
                some.clear();
                size = mostSize(wanted);
            }
            some.add(wanted);
        }
        if (!some.isEmpty()) {
            send(some, parcel.payloads());
        }
    }

    /// How much of it is in memory at the most.
    private static int mostSize(Turn.Wanted wanted) {
        return !wanted.whole()
                ? 0
                : wanted.spec().payloadSize() + (isRepeated(wanted) ? Limits.CHECKPOINT_BYTES : 0);
    }

    /// Whether an earlier attempt may have saved something that goes with it.
    private static boolean isRepeated(Turn.Wanted wanted) {
        return wanted.whole() && wanted.attempt() > 1;
    }

    private void send(List<Turn.Wanted> some, Map<JobId, Json> known) {
        var payloads = new HashMap<>(known);
        List<JobId> stored =
                some.stream()
                        .filter(Turn.Wanted::whole)
                        .map(wanted -> wanted.id())
                        .filter(id -> !known.containsKey(id))
                        .toList();
        if (!stored.isEmpty()) {
            payloads.putAll(store.payloads(stored));
        }
        List<JobId> repeated =
                some.stream().filter(Outbox::isRepeated).map(wanted -> wanted.id()).toList();
        Map<JobId, Checkpoint> saved = repeated.isEmpty() ? Map.of() : store.checkpoints(repeated);
        link.send(
                some.stream()
                        .filter(wanted -> !wanted.whole() || payloads.containsKey(wanted.id()))
                        .map(
                                wanted -> {
                                    JobId id = wanted.id();
                                    return offer(wanted, payloads.get(id), saved.get(id));
                                })
                        .toList());
        List<JobId> gone = stored.stream().filter(id -> !payloads.containsKey(id)).toList();
        if (!gone.isEmpty()) {
            unreadable.accept(gone);
        }
    }

    private static Offer offer(Turn.Wanted wanted, Json payload, Checkpoint checkpoint) {
        return new Offer(
                wanted.id(),
                wanted.attempt(),
                wanted.spec().type(),
                wanted.spec().needs(),
                wanted.spec().priority(),
                wanted.spec().deadline().orElse(null),
                wanted.avoid(),
                wanted.rank(),
                !wanted.whole(),
                payload,
                checkpoint);
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
    }
}
