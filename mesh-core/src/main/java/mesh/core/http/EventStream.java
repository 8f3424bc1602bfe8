package mesh.core.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mesh.core.EventView;
import mesh.protocol.json.Utf8;

/// One client's stream of server-sent events. Whoever has an event puts it in the queue and goes
/// on; the request's own thread writes. A client too slow for its queue is told so and given up.
final class EventStream implements AutoCloseable {
    private static final int MOST_IN_ONE_WRITE = 256;
    private static final int ROOM_OF_AN_EVENT = 256;
    private static final long NOT_WRITING = Long.MAX_VALUE;

    private final Thread writer = Thread.currentThread();
    private final HttpLimits limits;
    private final Consumer<EventStream> whenClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<EventView> waiting = new ArrayDeque<>();
    private long values;
    private boolean beat;
    private boolean overflowed;
    private volatile long writingSince = NOT_WRITING;
    private volatile long wrote = System.nanoTime();
    private boolean finished;

    EventStream(HttpLimits limits, Consumer<EventStream> whenClosed) {
        this.limits = limits;
        this.whenClosed = whenClosed;
    }

    /// Takes events; never waits. Called from any thread.
    void offer(List<EventView> events) {
        if (events.isEmpty()) {
            return;
        }
        boolean tooSlow;
        lock.lock();
        try {
            events.forEach(this::add);
            tooSlow = overflowed;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (tooSlow) {
            cutIfStalled();
        }
    }

    private void add(EventView event) {
        if (values + size(event) > limits.mostValues() || waiting.size() >= limits.mostWaiting()) {
            overflowed = true;
        } else if (!overflowed) {
            waiting.add(event);
            values += size(event);
        }
    }

    /// Has the client told that its stream is still there, where it has heard nothing for so long.
    /// Called from any thread.
    void beat() {
        if (System.nanoTime() - wrote >= limits.heartbeat().toNanos()) {
            lock.lock();
            try {
                beat = true;
                changed.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    private static long size(EventView event) {
        return event.value() == null ? 0 : event.value().text().length();
    }

    /// Writes events until the last one is written, the client is gone, too slow or cut off.
    ///
    /// @param withIds whether the number of an event of the log is its id, by which a client that
    ///     comes again says what it has
    /// @param last whether the stream ends with this event
    /// @throws IOException when the client is gone
    void write(OutputStream out, boolean withIds, Predicate<EventView> last) throws IOException {
        send(out, ": open\nretry: 2000\n\n");
        var batch = new ArrayList<EventView>();
        while (next(batch)) {
            if (batch.isEmpty()) {
                send(out, ": still here\n\n");
            } else if (sendAll(out, batch, withIds, last)) {
                return;
            }
        }
        send(out, "event: dropped\ndata: {\"reason\":\"this client reads too slowly\"}\n\n");
    }

    /// Waits for events, or until something is to be written all the same. Without an alarm of its
    /// own: to a virtual thread that costs more than the events.
    ///
    /// @return false where the client is too slow
    private boolean next(List<EventView> batch) throws IOException {
        batch.clear();
        lock.lock();
        try {
            while (waiting.isEmpty() && !beat && !overflowed) {
                changed.await();
            }
            beat = false;
            while (!waiting.isEmpty() && batch.size() < MOST_IN_ONE_WRITE) {
                EventView event = waiting.poll();
                values -= size(event);
                batch.add(event);
            }
            return !overflowed;
        } catch (InterruptedException cutOff) {
            throw new IOException("the stream was cut off", cutOff);
        } finally {
            lock.unlock();
        }
    }

    private boolean sendAll(
            OutputStream out, List<EventView> events, boolean withIds, Predicate<EventView> last)
            throws IOException {
        var text = new Utf8(events.size() * ROOM_OF_AN_EVENT);
        boolean ends = false;
        for (EventView event : events) {
            EventText.write(event, withIds, text);
            if (last.test(event)) {
                ends = true;
                break;
            }
        }
        send(out, text.bytes());
        return ends;
    }

    private void send(OutputStream out, String text) throws IOException {
        send(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(OutputStream out, byte[] text) throws IOException {
        writingSince = System.nanoTime();
        out.write(text);
        out.flush();
        wrote = System.nanoTime();
        writingSince = NOT_WRITING;
    }

    /// Ends the stream where a write has been waiting for the client for too long.
    void cutIfStalled() {
        long since = writingSince;
        if (since != NOT_WRITING && System.nanoTime() - since > limits.stalled().toNanos()) {
            cut();
        }
    }

    /// Ends the stream from another thread. A write that waits for the client ends with it: the
    /// interruption of a virtual thread closes the socket on which it waits.
    synchronized void cut() {
        if (!finished) {
            writer.interrupt();
        }
    }

    /// Ends the stream; called by its own thread.
    @Override
    public void close() {
        synchronized (this) {
            finished = true;
        }
        whenClosed.accept(this);
    }
}
