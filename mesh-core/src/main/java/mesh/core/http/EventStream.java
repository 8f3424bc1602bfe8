package mesh.core.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mesh.core.EventView;
import mesh.protocol.json.MeshJson;

/// One client's stream of server-sent events. Whoever has an event puts it in the queue and goes
/// on; the request's own thread writes. A client too slow for its queue is told so and given up.
final class EventStream implements AutoCloseable {
    private static final int MOST_IN_ONE_WRITE = 256;
    private static final long NOT_WRITING = Long.MAX_VALUE;

    private final Thread writer = Thread.currentThread();
    private final HttpLimits limits;
    private final BlockingQueue<EventView> waiting;
    private final Consumer<EventStream> whenClosed;
    private final AtomicLong values = new AtomicLong();
    private volatile boolean overflowed;
    private volatile long writingSince = NOT_WRITING;
    private boolean finished;

    EventStream(HttpLimits limits, Consumer<EventStream> whenClosed) {
        this.limits = limits;
        this.waiting = new LinkedBlockingQueue<>(limits.mostWaiting());
        this.whenClosed = whenClosed;
    }

    /// Takes an event; never waits. Called from any thread.
    void offer(EventView event) {
        if (overflowed) {
            cutIfStalled();
        } else if (values.addAndGet(size(event)) > limits.mostValues() || !waiting.offer(event)) {
            overflowed = true;
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
        while (!overflowed) {
            EventView first = next();
            if (first == null) {
                send(out, ": still here\n\n");
                continue;
            }
            batch.clear();
            batch.add(first);
            waiting.drainTo(batch, MOST_IN_ONE_WRITE);
            values.addAndGet(-batch.stream().mapToLong(EventStream::size).sum());
            boolean ends = sendAll(out, batch, withIds, last);
            if (ends) {
                return;
            }
        }
        send(out, "event: dropped\ndata: {\"reason\":\"this client reads too slowly\"}\n\n");
    }

    private EventView next() throws IOException {
        try {
            return waiting.poll(limits.heartbeat().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException cutOff) {
            throw new IOException("the stream was cut off", cutOff);
        }
    }

    private boolean sendAll(
            OutputStream out, List<EventView> events, boolean withIds, Predicate<EventView> last)
            throws IOException {
        var text = new StringBuilder();
        boolean ends = false;
        for (EventView event : events) {
            if (withIds && event.ofLog()) {
                text.append("id: ").append(event.seq()).append('\n');
            }
            text.append("event: ").append(event.name()).append('\n');
            text.append("data: ").append(MeshJson.write(event)).append("\n\n");
            if (last.test(event)) {
                ends = true;
                break;
            }
        }
        send(out, text.toString());
        return ends;
    }

    private void send(OutputStream out, String text) throws IOException {
        writingSince = System.nanoTime();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
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
