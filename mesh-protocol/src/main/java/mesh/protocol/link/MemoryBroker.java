package mesh.protocol.link;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import mesh.protocol.Address;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link.Subscription;
import mesh.protocol.message.Message;

/// A broker in memory: the twin of the real one, for tests and for trying things. It routes by
/// address and filter, keeps durable queues while nobody reads, lets consumers compete, gives a
/// failed batch again, and keeps nothing beyond its own life. Each {@link #connect} gives one party
/// its link.
public final class MemoryBroker {
    /// As many records as the real link takes at once.
    static final int BATCH = 256;

    private final InstantSource clock;
    private final AtomicLong privateQueues = new AtomicLong();
    private final Map<String, MemoryQueue> queues = new LinkedHashMap<>();
    private final Set<MemoryQueue> owned = new HashSet<>();
    private final List<Consumer<NodeId>> watchers = new CopyOnWriteArrayList<>();

    public MemoryBroker(InstantSource clock) {
        this.clock = clock;
        for (Address<?> address : Address.ALL) {
            if (address.routing() == Address.Routing.ANYCAST) {
                declare(
                        new MemoryQueue(
                                address, address.name(), MemoryQueue.Retention.DURABLE, null));
            }
        }
        declare(new MemoryQueue(Address.PROGRESS, "progress", MemoryQueue.Retention.DURABLE, null));
        declare(new MemoryQueue(Address.NEWS, "news", MemoryQueue.Retention.NEWS, null));
        for (String subscriber : List.of("core", "auction")) {
            declare(
                    new MemoryQueue(
                            Address.SETTLEMENTS, subscriber, MemoryQueue.Retention.DURABLE, null));
        }
    }

    private synchronized MemoryQueue declare(MemoryQueue queue) {
        return queues.computeIfAbsent(queue.address().name() + "::" + queue.name(), _ -> queue);
    }

    public Link connect() {
        return new MemoryLink(this);
    }

    synchronized void route(List<? extends Message> messages) {
        for (Message message : messages) {
            boolean news = message.address().equals(Address.PROGRESS) && !message.persistent();
            for (MemoryQueue queue : queues.values()) {
                if (news) {
                    queue.offer(Address.NEWS, message, clock.instant());
                }
                if (!news || queue.retention() == MemoryQueue.Retention.PRIVATE) {
                    queue.offer(message.address(), message, clock.instant());
                }
            }
        }
    }

    <M extends Message> MemoryQueue open(Source<M> source) {
        return switch (source.kind()) {
            case QUEUE, SHARED ->
                    declare(
                            new MemoryQueue(
                                    source.address(),
                                    source.queue(),
                                    MemoryQueue.Retention.DURABLE,
                                    source.selector()));
            case OWNED ->
                    own(
                            new MemoryQueue(
                                    source.address(),
                                    source.queue(),
                                    MemoryQueue.Retention.OWNED,
                                    source.selector()));
            case TOPIC, RECENT -> declare(privateQueue(source.address(), source.selector()));
        };
    }

    /// As the real one, but it waits for nobody: here no reader is left behind by a cut connection.
    private synchronized MemoryQueue own(MemoryQueue wanted) {
        MemoryQueue queue = declare(wanted);
        if (!owned.add(queue)) {
            throw new LinkException(
                    "a node named '%s' is connected already; give this one another name"
                            .formatted(queue.name()),
                    null);
        }
        return queue;
    }

    private MemoryQueue privateQueue(Address<?> address, String selector) {
        String name = "private-" + privateQueues.incrementAndGet();
        return new MemoryQueue(address, name, MemoryQueue.Retention.PRIVATE, selector);
    }

    synchronized void left(MemoryQueue queue) {
        owned.remove(queue);
        if (queue.retention() == MemoryQueue.Retention.PRIVATE) {
            queues.values().remove(queue);
        }
        if (queue.retention() == MemoryQueue.Retention.OWNED
                && queue.address().equals(Address.ASSIGNMENTS)) {
            new ArrayList<>(watchers).forEach(watcher -> watcher.accept(new NodeId(queue.name())));
        }
    }

    Subscription watch(Consumer<NodeId> departed) {
        watchers.add(departed);
        return () -> watchers.remove(departed);
    }
}
