package mesh.worker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import mesh.protocol.link.Link;
import mesh.protocol.message.Message;

/// Sends what has gathered, up to {@value #BATCH} records at once, on a platform thread of its own,
/// so that handlers that hold every carrier cannot hold it back. A batch that the broker refuses is
/// tried again until it is taken; only what may be lost is dropped then.
///
/// How much gathers is bounded by whoever adds: a node starts no job while much is unsent.
final class Outbox implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());
    static final int BATCH = 100;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Link link;
    private final Consumer<List<Message>> sent;
    private final Duration farewell;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Message> gathered = new ArrayDeque<>();
    private final Thread thread;
    private long closeBy;
    private boolean closing;

    /// @param sent hears what the broker has taken
    /// @param farewell how long {@link #close} goes on trying
    Outbox(Link link, Consumer<List<Message>> sent, Duration farewell) {
        this.link = link;
        this.sent = sent;
        this.farewell = farewell;
        this.thread = Thread.ofPlatform().daemon().name("outbox").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void add(Message message) {
        lock.lock();
        try {
            gathered.add(message);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (List<Message> batch = take(); !batch.isEmpty(); batch = take()) {
                deliver(batch);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What has gathered; empty once this is closed and nothing is left.
    private List<Message> take() throws InterruptedException {
        lock.lock();
        try {
            while (gathered.isEmpty() && !closing) {
                changed.await();
            }
            var batch = new ArrayList<Message>();
            while (!gathered.isEmpty() && batch.size() < BATCH) {
                batch.add(gathered.poll());
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void deliver(List<Message> batch) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (!batch.isEmpty()) {
            try {
                link.send(batch);
                sent.accept(batch);
                return;
            } catch (RuntimeException refused) {
                batch.removeIf(message -> !message.persistent());
                LOG.log(
                        batch.isEmpty() ? Level.DEBUG : Level.WARNING,
                        "{0} settlements could not be sent and are tried again: {1}",
                        batch.size(),
                        refused.getMessage());
            }
            if (!batch.isEmpty() && !pause(pause)) {
                LOG.log(Level.ERROR, "The node leaves with {0} settlements unsent.", batch.size());
                return;
            }
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
    }

    /// Waits, less long when this is closed meanwhile; false when the time for that is over.
    private boolean pause(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long until = System.nanoTime() + pause.toNanos();
            long left = pause.toNanos();
            while (left > 0) {
                changed.awaitNanos(left);
                left = (closing ? Math.min(until, closeBy) : until) - System.nanoTime();
            }
            return !closing || System.nanoTime() < closeBy;
        } finally {
            lock.unlock();
        }
    }

    /// Sends what is left, for as long as the farewell may take.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            closeBy = System.nanoTime() + farewell.toNanos();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(farewell.plusSeconds(1))) {
                LOG.log(Level.ERROR, "The node leaves while the broker takes no settlement.");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
