package mesh.protocol.link;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import mesh.protocol.Address;
import mesh.protocol.message.Message;
import mesh.protocol.needs.Filter;

/// One queue of the {@link MemoryBroker}.
final class MemoryQueue {

    /// How long a queue keeps what.
    enum Retention {
        DURABLE,
        /// The newest of what nobody read.
        NEWS,
        OWNED,
        PRIVATE
    }

    private final Address<?> address;
    private final String name;
    private final Retention retention;
    private final Filter filter;
    private final Deque<Delivery<?>> waiting = new ArrayDeque<>();

    MemoryQueue(Address<?> address, String name, Retention retention, String selector) {
        this.address = address;
        this.name = name;
        this.retention = retention;
        this.filter = selector == null ? null : Filter.parse(selector);
    }

    Address<?> address() {
        return address;
    }

    String name() {
        return name;
    }

    Retention retention() {
        return retention;
    }

    /// @param routed the address at which the broker offers it
    synchronized void offer(Address<?> routed, Message message, Instant now) {
        if (!routed.equals(address) || filter != null && !filter.matches(Properties.of(message))) {
            return;
        }
        add(new Delivery<>(message, now));
    }

    synchronized void add(Delivery<?> delivery) {
        if (retention == Retention.NEWS && waiting.size() == Source.MOST_NEWS) {
            waiting.poll();
        }
        waiting.add(delivery);
        notifyAll();
    }

    /// Waits for records and takes what is there.
    synchronized List<Delivery<?>> take(int most) throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        var batch = new ArrayList<Delivery<?>>();
        while (!waiting.isEmpty() && batch.size() < most) {
            batch.add(waiting.poll());
        }
        return batch;
    }

    synchronized void giveBack(List<Delivery<?>> batch) {
        batch.reversed().forEach(waiting::addFirst);
        notifyAll();
    }
}
