package mesh.worker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import mesh.protocol.link.Link;
import mesh.protocol.message.Message;

/// Sends what has gathered, up to {@value #BATCH} records at once, on a platform thread of its own,
/// so that handlers that hold every carrier cannot hold it back. A batch that could not be sent,
/// for whatever reason, is tried again until it is; only what may be lost is dropped then.
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

    /// The batch that is being sent. Only the outbox's thread knows it, and nothing leaves it that
    /// the broker does not have.
    private final List<Message> inHand = new ArrayList<>(BATCH);
    private boolean refusedBefore;

    private Duration pause = FIRST_PAUSE;
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
        boolean more = true;
        while (more) {
            try {
                more = step();
            } catch (Throwable unforeseen) {
                // Not even what went wrong could be dealt with, as where memory is short. What is
                // in
                // hand is sent again: receivers know a repeat.
                LockSupport.parkNanos(FIRST_PAUSE.toNanos());
            }
        }
    }

    /// Tries to send a batch once.
    ///
    /// @return false once this is closed and nothing is left, or its time is over
    private boolean step() throws InterruptedException {
        take();
        if (inHand.isEmpty()) {
            return false;
        }
        if (delivered() || inHand.isEmpty()) {
            inHand.clear();
            pause = FIRST_PAUSE;
            return true;
        }
        if (!pause(pause)) {
            LOG.log(Level.ERROR, "The node leaves with {0} settlements unsent.", inHand.size());
            return false;
        }
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        return true;
    }

    /// Takes what has gathered, unless something is in hand; nothing once this is closed and
    /// nothing is left.
    private void take() throws InterruptedException {
        lock.lock();
        try {
            while (inHand.isEmpty() && gathered.isEmpty() && !closing) {
                changed.await();
            }
            boolean fresh = inHand.isEmpty();
            while (fresh && !gathered.isEmpty() && inHand.size() < BATCH) {
                inHand.add(gathered.poll());
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean delivered() {
        try {
            List<Message> batch = List.copyOf(inHand);
            link.send(batch);
            sent.accept(batch);
            refusedBefore = false;
            return true;
        } catch (Throwable refused) {
            inHand.removeIf(message -> !message.persistent());
            // A broker that is away is told once, not with every try.
            LOG.log(
                    inHand.isEmpty() || refusedBefore ? Level.DEBUG : Level.WARNING,
                    "Settlements could not be sent and are tried again: {0}",
                    refused);
            refusedBefore |= !inHand.isEmpty();
            return false;
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
