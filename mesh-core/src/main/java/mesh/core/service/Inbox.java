package mesh.core.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.core.OverloadedException;
import mesh.core.QuarantineView;
import mesh.core.engine.CoreEngine;
import mesh.core.store.Writes;
import mesh.protocol.JobId;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.NewestHeartbeats;
import mesh.protocol.link.Source;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;

/// Takes what the broker brings into the loop. A batch is acknowledged once what followed from it
/// is on the disk; while the disk does not take it, the batch waits.
final class Inbox implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Inbox.class.getName());
    private static final Duration AGAIN = Duration.ofMillis(500);

    /// Each waits for a turn and its commit, some 1.3 ms, and several batches come in that time:
    /// with two of them, a settlement waits half a millisecond for one that is free.
    private static final int SETTLEMENT_READERS = 4;

    /// What each has, 256 awards at the most, is held for 5 ms: one alone falls behind for as long
    /// as more than 35,000 jobs come in a second.
    private static final int AWARD_READERS = 2;

    private final CoreLoop loop;
    private final Recall recall;
    private final NewestHeartbeats heartbeats;
    private final Hearing hearing;
    private final List<Link.Subscription> subscriptions = new ArrayList<>();
    private volatile boolean closed;

    Inbox(CoreLoop loop, Recall recall, NewestHeartbeats heartbeats, Hearing hearing) {
        this.hearing = hearing;
        this.heartbeats = heartbeats;
        this.loop = loop;
        this.recall = recall;
    }

    void open(Link link) {
        subscriptions.add(
                link.watchDepartures(
                        node ->
                                perform(
                                        Awaited.BY_SOMEBODY,
                                        List.of(node),
                                        (engine, writes) -> engine.departed(node, writes.turn()))));
        subscriptions.add(link.subscribe(Source.heartbeats(), this::heard));
        for (int reader = 0; reader < AWARD_READERS; reader++) {
            take(link, Source.awards(), Awaited.BY_NOBODY, Award::job, this::award);
        }
        // Not held, so that what an attempt said is there before its end, which comes after it.
        take(link, Source.progress(), Awaited.BY_SOMEBODY, Progress::job, Inbox::progress);
        take(link, Source.news(), Awaited.BY_SOMEBODY, Progress::job, Inbox::progress);
        // Several, so that what comes while others wait for the end of a turn is there for the
        // next.
        for (int reader = 0; reader < SETTLEMENT_READERS; reader++) {
            take(
                    link,
                    Source.settlements("core"),
                    Awaited.BY_SOMEBODY,
                    Settlement::job,
                    (e, d, w) -> e.settle(d.message(), w.turn()));
        }
        take(link, Source.quarantine(), (_, d, w) -> w.quarantined().add(view(d)));
        take(link, Source.deadLetters(), (_, d, w) -> w.quarantined().add(view(d)));
        call(link);
    }

    /// Those who are there say so; where the call is lost, with their next heartbeat.
    private static void call(Link link) {
        try {
            link.send(List.of(Control.call()));
        } catch (LinkException away) {
            LOG.log(Level.FINE, "no node was called", away);
        }
    }

    private void award(CoreEngine engine, Delivery<Award> said, Writes writes) {
        hearing.auction(writes.turn().now());
        engine.award(said.message(), writes.turn());
    }

    /// Nobody waits for a turn here, so that heartbeats are read however much else there is.
    private List<Message> heard(List<Delivery<Heartbeat>> batch) {
        heartbeats.add(batch);
        loop.nudge();
        return List.of();
    }

    /// Whether a client may wait for what a message brings.
    private enum Awaited {
        BY_SOMEBODY,
        BY_NOBODY
    }

    private static void progress(CoreEngine engine, Delivery<Progress> said, Writes writes) {
        engine.progress(said.message(), writes.turn());
    }

    private static QuarantineView view(Delivery<Quarantined> delivery) {
        return QuarantineView.of(delivery.message(), delivery.at());
    }

    /// What a message does in a turn.
    @FunctionalInterface
    private interface Effect<M extends Message> {
        void on(CoreEngine engine, Delivery<M> delivery, Writes writes);
    }

    private <M extends Message> void take(Link link, Source<M> source, Effect<M> effect) {
        take(link, source, Awaited.BY_NOBODY, (_, _) -> {}, effect);
    }

    /// Messages that name a job, of which more may be known than the engine has in mind.
    private <M extends Message> void take(
            Link link,
            Source<M> source,
            Awaited awaited,
            Function<M, JobId> job,
            Effect<M> effect) {
        take(
                link,
                source,
                awaited,
                (batch, engine) ->
                        recall.before(batch.stream().map(Delivery::message).map(job), engine),
                effect);
    }

    private <M extends Message> void take(
            Link link,
            Source<M> source,
            Awaited awaited,
            BiConsumer<List<Delivery<M>>, CoreEngine> before,
            Effect<M> effect) {
        subscriptions.add(
                link.subscribe(
                        source,
                        batch -> {
                            perform(
                                    awaited,
                                    batch,
                                    (engine, writes) -> {
                                        before.accept(batch, engine);
                                        batch.forEach(
                                                delivery -> effect.on(engine, delivery, writes));
                                    });
                            return List.of();
                        }));
    }

    private void perform(Awaited awaited, List<?> batch, BiConsumer<CoreEngine, Writes> action) {
        BiFunction<CoreEngine, Writes, List<?>> all =
                (engine, writes) -> {
                    action.accept(engine, writes);
                    return batch;
                };
        while (true) {
            try {
                var _ =
                        switch (awaited) {
                            case BY_SOMEBODY -> loop.perform(all);
                            case BY_NOBODY -> loop.performSoon(all);
                        };
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
