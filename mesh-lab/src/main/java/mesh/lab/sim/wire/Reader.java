package mesh.lab.sim.wire;

import java.util.ArrayList;
import java.util.List;
import mesh.lab.sim.wire.Owner.Moment;
import mesh.lab.sim.wire.SteppedQueue.Stored;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Link.BatchHandler;
import mesh.protocol.link.Link.Subscription;
import mesh.protocol.link.Source;
import mesh.protocol.message.Message;

/// One subscription: takes batches from its queue, hands them to the handler, and acknowledges them
/// together with the answers, or gives them back.
final class Reader<M extends Message> implements Subscription {
    private static final int BATCH = 256;

    private final SteppedBroker broker;
    private final SteppedLink link;
    private final Source<M> source;
    private final BatchHandler<M> handler;
    private SteppedQueue queue;
    private boolean coming;
    private boolean failedBefore;
    private boolean closed;

    Reader(SteppedBroker broker, SteppedLink link, Source<M> source, BatchHandler<M> handler) {
        this.broker = broker;
        this.link = link;
        this.source = source;
        this.handler = handler;
    }

    Source<M> source() {
        return source;
    }

    /// Begins to read, at first or after the connection was lost.
    void attach() {
        queue = broker.open(this);
        queue.reader = this;
        wake();
    }

    void detach() {
        if (queue != null) {
            queue.reader = null;
            broker.left(queue);
            queue = null;
        }
    }

    SteppedLink link() {
        return link;
    }

    /// There may be something to read.
    void wake() {
        if (!coming && isAble() && !queue.isEmpty()) {
            coming = true;
            broker.timeline().after(broker.weather().delay(), this::take);
        }
    }

    private boolean isAble() {
        return queue != null && !queue.heldBack && !closed && link.hears();
    }

    private void take() {
        coming = false;
        if (!isAble() || queue.isEmpty()) {
            return;
        }
        SteppedQueue from = queue;
        List<Stored> stored = from.take(failedBefore ? 1 : 1 + broker.weather().upTo(BATCH - 1));
        if (broker.weather().reordered() && stored.size() > 1) {
            stored = stored.reversed();
        }
        boolean done = false;
        try {
            done = give(stored);
        } catch (Owner.Died died) {
            // It comes again, to whoever reads next.
        }
        if (!done) {
            from.giveBack(broker.weather().reordered() ? stored.reversed() : stored);
        }
        failedBefore = !done;
        if (link.owner().runs()) {
            link.owner().acted();
        }
        if (done) {
            from.wake();
        } else if (!closed) {
            broker.timeline().after(broker.weather().pause(), this::wake);
        }
    }

    /// @return whether the broker may forget the batch
    private boolean give(List<Stored> stored) {
        Owner owner = link.owner();
        var batch = new ArrayList<Delivery<M>>();
        for (Stored one : stored) {
            batch.add(new Delivery<>(source.address().type().cast(one.message()), one.at()));
        }
        broker.tap().arriving(owner, batch);
        List<? extends Message> answers;
        try {
            answers = handler.handle(batch);
        } catch (RuntimeException | Owner.Died again) {
            broker.tap().failed(owner, batch);
            return false;
        }
        if (!owner.runs()) {
            broker.tap().failed(owner, batch);
            return false;
        }
        broker.tap().handled(owner, batch, answers);
        owner.about(Moment.BEFORE_ACKNOWLEDGE);
        if (!link.speaks() || broker.weather().acknowledgeFails()) {
            return false;
        }
        broker.tap().acknowledged(owner, batch);
        answers.forEach(answer -> broker.route(owner, answer));
        try {
            owner.about(Moment.AFTER_ACKNOWLEDGE);
        } catch (Owner.Died died) {
            // What was acknowledged is.
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        detach();
        link.closed(this);
    }
}
