package mesh.core.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import mesh.core.OverloadedException;
import mesh.core.QuarantineView;
import mesh.core.engine.CoreEngine;
import mesh.core.store.Writes;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Link;
import mesh.protocol.link.Source;
import mesh.protocol.message.Message;
import mesh.protocol.message.Quarantined;

/// Takes what the broker brings into the loop. A batch is acknowledged once what followed from it
/// is on the disk; while the disk does not take it, the batch waits.
final class Inbox implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final CoreLoop loop;
    private final List<Link.Subscription> subscriptions = new ArrayList<>();
    private volatile boolean closed;

    Inbox(CoreLoop loop) {
        this.loop = loop;
    }

    void open(Link link) {
        subscriptions.add(
                link.watchDepartures(
                        node ->
                                perform(
                                        List.of(node),
                                        (engine, writes) -> engine.departed(node, writes.turn()))));
        take(link, Source.registry(), (e, d, w) -> e.heartbeat(d, w.turn()));
        take(link, Source.awards(), (e, d, w) -> e.award(d.message(), w.turn()));
        take(link, Source.progress(), (e, d, w) -> e.progress(d.message(), w.turn()));
        take(link, Source.news(), (e, d, w) -> e.progress(d.message(), w.turn()));
        take(link, Source.settlements("core"), (e, d, w) -> e.settle(d.message(), w.turn()));
        take(link, Source.quarantine(), (_, d, w) -> w.quarantined().add(view(d)));
        take(link, Source.deadLetters(), (_, d, w) -> w.quarantined().add(view(d)));
    }

    private static QuarantineView view(Delivery<Quarantined> delivery) {
        Quarantined put = delivery.message();
        return new QuarantineView(put.id(), delivery.at(), put.from(), put.reason(), put.body());
    }

    /// What a message does in a turn.
    @FunctionalInterface
    private interface Effect<M extends Message> {
        void on(CoreEngine engine, Delivery<M> delivery, Writes writes);
    }

    private <M extends Message> void take(Link link, Source<M> source, Effect<M> effect) {
        subscriptions.add(
                link.subscribe(
                        source,
                        batch -> {
                            perform(
                                    batch,
                                    (engine, writes) ->
                                            batch.forEach(
                                                    delivery ->
                                                            effect.on(engine, delivery, writes)));
                            return List.of();
                        }));
    }

    private void perform(List<?> batch, BiConsumer<CoreEngine, Writes> action) {
        while (true) {
            try {
                loop.perform(
                        (engine, writes) -> {
                            action.accept(engine, writes);
                            return batch;
                        });
                return;
            } catch (OverloadedException overloaded) {
                if (closed || !loop.mayWait()) {
                    throw overloaded;
                }
                pause();
            }
        }
    }

    private synchronized void pause() {
        try {
            wait(AGAIN.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new OverloadedException(false, "interrupted", AGAIN);
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        for (Link.Subscription subscription : subscriptions) {
            subscription.close();
        }
    }
}
