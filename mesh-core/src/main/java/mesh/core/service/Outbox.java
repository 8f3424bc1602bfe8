package mesh.core.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import mesh.core.engine.Turn;
import mesh.core.store.Store;
import mesh.core.store.StoreException;
import mesh.core.store.Writes;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;

/// Sends what was committed, on a thread of its own, so that a slow broker never holds a commit up.
/// What it cannot send it drops: the engine repeats every offer, and answers every heartbeat that
/// names an attempt which should not run.
final class Outbox implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Outbox.class.getName());
    private static final int MOST_WAITING = 10_000;
    private static final int PAYLOADS_AT_ONCE = 200;

    private final Link link;
    private final Store store;
    private final BlockingQueue<Writes> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean closed;

    Outbox(Link link, Store store) {
        this.link = link;
        this.store = store;
        this.thread = Thread.ofPlatform().name("core-outbox").start(this::run);
    }

    void add(Writes committed) {
        boolean something =
                !committed.turn().offers().isEmpty() || !committed.turn().controls().isEmpty();
        if (something && !waiting.offer(committed)) {
            LOG.warning("the broker does not keep up; what was to be sent is repeated later");
        }
    }

    private void run() {
        while (!closed) {
            try {
                send(waiting.take());
            } catch (LinkException | StoreException failed) {
                LOG.log(Level.FINE, "not sent, to be repeated", failed);
            } catch (InterruptedException closing) {
                return;
            }
        }
    }

    private void send(Writes committed) {
        var messages = new ArrayList<Message>(committed.turn().controls());
        var payloads =
                committed.admitted().stream()
                        .collect(
                                Collectors.toMap(
                                        admitted -> admitted.spec().id(),
                                        Writes.Admitted::payload));
        List<Turn.Wanted> stored = new ArrayList<>();
        for (Turn.Wanted wanted : committed.turn().offers()) {
            Json payload = payloads.get(wanted.spec().id());
            if (payload == null) {
                stored.add(wanted);
            } else {
                messages.add(offer(wanted, payload));
            }
        }
        if (!messages.isEmpty()) {
            link.send(messages);
        }
        // Payloads may be large: only so many are in memory at once.
        for (int from = 0; from < stored.size(); from += PAYLOADS_AT_ONCE) {
            var some = stored.subList(from, Math.min(stored.size(), from + PAYLOADS_AT_ONCE));
            List<JobId> ids = some.stream().map(wanted -> wanted.spec().id()).toList();
            var read = store.payloads(ids);
            link.send(
                    some.stream()
                            .filter(wanted -> read.containsKey(wanted.spec().id()))
                            .map(wanted -> offer(wanted, read.get(wanted.spec().id())))
                            .toList());
        }
    }

    private static Offer offer(Turn.Wanted wanted, Json payload) {
        return new Offer(
                wanted.spec().id(),
                wanted.attempt(),
                wanted.spec().type(),
                wanted.spec().needs(),
                wanted.spec().priority(),
                wanted.spec().deadline().orElse(null),
                wanted.avoid(),
                payload);
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
