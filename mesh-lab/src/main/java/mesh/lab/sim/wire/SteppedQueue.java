package mesh.lab.sim.wire;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import mesh.protocol.link.Properties;
import mesh.protocol.link.Source;
import mesh.protocol.message.Message;
import mesh.protocol.needs.Filter;

/// One queue of the stepped broker.
final class SteppedQueue {

    /// How long a queue keeps what.
    enum Keeps {
        /// Until it is read.
        UNTIL_READ,
        /// As long, but at most {@value Source#MOST_NEWS}: the oldest make room.
        NEWEST,
        /// As long as its reader's connection lives.
        WHILE_READ
    }

    /// A message as the broker has it.
    ///
    /// @param at when the broker took it in
    record Stored(Message message, Instant at) {}

    final String address;
    final String name;
    final Keeps keeps;
    private final Filter filter;
    private final Deque<Stored> waiting = new ArrayDeque<>();

    /// Whether nobody is given what lies here.
    boolean heldBack;

    /// Who reads now; none or one, for no party of a run is there twice.
    Reader<?> reader;

    SteppedQueue(String address, String name, Keeps keeps, String selector) {
        this.address = address;
        this.name = name;
        this.keeps = keeps;
        this.filter = selector == null ? null : Filter.parse(selector);
    }

    /// Takes a message in, where it is meant for this queue.
    void offer(Message message, Instant at) {
        if (filter != null && !filter.matches(Properties.of(message))) {
            return;
        }
        var stored = new Stored(message, at);
        waiting.add(stored);
        if (keeps == Keeps.NEWEST && waiting.size() > Source.MOST_NEWS) {
            waiting.poll();
        }
        wake();
    }

    void wake() {
        if (reader != null) {
            reader.wake();
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    List<Stored> take(int most) {
        var batch = new ArrayList<Stored>();
        while (!waiting.isEmpty() && batch.size() < most) {
            batch.add(waiting.poll());
        }
        return batch;
    }

    void giveBack(List<Stored> batch) {
        batch.reversed().forEach(waiting::addFirst);
    }

    /// The broker crashed: only what is persistent is still there.
    void crash() {
        waiting.removeIf(stored -> !stored.message().persistent());
    }
}
