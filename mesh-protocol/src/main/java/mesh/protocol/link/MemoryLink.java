package mesh.protocol.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import mesh.protocol.NodeId;
import mesh.protocol.message.Message;

/// One party's link to a {@link MemoryBroker}.
final class MemoryLink implements Link {
    private final MemoryBroker broker;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    MemoryLink(MemoryBroker broker) {
        this.broker = broker;
    }

    @Override
    public void send(List<? extends Message> messages) {
        broker.route(messages);
    }

    @Override
    public <M extends Message> Subscription subscribe(Source<M> source, BatchHandler<M> handler) {
        var subscription = new Reader<>(source, handler);
        subscriptions.add(subscription);
        return subscription;
    }

    @Override
    public Subscription watchDepartures(Consumer<NodeId> departed) {
        Subscription subscription = broker.watch(departed);
        subscriptions.add(subscription);
        return subscription;
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
    }

    /// A thread that takes batches from a queue and hands them on, one at a time.
    private final class Reader<M extends Message> implements Subscription {
        private final Source<M> source;
        private final BatchHandler<M> handler;
        private final MemoryQueue queue;
        private final ReentrantLock handling = new ReentrantLock();
        private final Thread thread;
        private volatile boolean closed;

        Reader(Source<M> source, BatchHandler<M> handler) {
            this.source = source;
            this.handler = handler;
            this.queue = broker.open(source);
            this.thread = Thread.ofVirtual().name("memory-" + source.address()).start(this::read);
        }

        private void read() {
            while (!closed) {
                try {
                    handle(queue.take(MemoryBroker.BATCH));
                } catch (InterruptedException closing) {
                    return;
                }
            }
        }

        private void handle(List<Delivery<?>> batch) {
            handling.lock();
            try {
                if (closed) {
                    queue.giveBack(batch);
                    return;
                }
                var typed = new ArrayList<Delivery<M>>();
                for (Delivery<?> delivery : batch) {
                    typed.add(
                            new Delivery<>(
                                    source.address().type().cast(delivery.message()),
                                    delivery.at()));
                }
                broker.route(handler.handle(typed));
            } catch (RuntimeException | Error failed) {
                queue.giveBack(batch);
            } finally {
                handling.unlock();
            }
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            // A handler at work is not interrupted: whoever closes waits for it, unless it is the
            // handler itself.
            if (!handling.isHeldByCurrentThread()) {
                handling.lock();
                handling.unlock();
                thread.interrupt();
            }
            broker.left(queue);
            subscriptions.remove(this);
        }
    }
}
