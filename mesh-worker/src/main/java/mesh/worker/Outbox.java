package mesh.worker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import mesh.protocol.link.Link;
import mesh.protocol.message.Message;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.worker.node.Sayings;

/// Sends settlements, up to {@value #BATCH} at once, and what the running attempts {@linkplain
/// Speech say}, on a platform thread of its own, so that handlers that hold every carrier cannot
/// hold it back. A batch that could not be sent, for whatever reason, is tried again until it is.
///
/// What an attempt said goes before its settlement: the broker has its partial results and its last
/// checkpoint on disk before the settlement is sent.
///
/// How much gathers is bounded by whoever adds: a node starts no job while much is unsent, and a
/// handler is held back.
final class Outbox implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());
    static final int BATCH = 100;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration NOTHING_TO_SAY = Duration.ofHours(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Link link;
    private final Speech speech;
    private final Consumer<List<Message>> sent;
    private final Duration farewell;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Message> gathered = new ArrayDeque<>();
    private final Thread thread;

    /// The batch that is being sent, progress first. Only the outbox's thread knows it, and nothing
    /// leaves it that the broker does not have.
    private final List<Message> inHand = new ArrayList<>(BATCH);
    private boolean refusedBefore;

    private Duration pause = FIRST_PAUSE;
    private long closeBy;

    /// When the thread looks by itself, by {@link System#nanoTime}; over where it is at work.
    private long looksAt = System.nanoTime();
    private boolean closing;

    /// @param sayings what attempts say; nobody else uses it any more
    /// @param sent hears what the broker has taken
    /// @param farewell how long {@link #close} goes on trying
    Outbox(Link link, Sayings sayings, Consumer<List<Message>> sent, Duration farewell) {
        this.link = link;
        this.speech = new Speech(sayings, this::look);
        this.sent = sent;
        this.farewell = farewell;
        this.thread = Thread.ofPlatform().daemon().name("outbox").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Where attempts say things.
    Speech speech() {
        return speech;
    }

    /// The last word on an attempt, after all else that it said.
    void settle(Settlement settlement) {
        List<Progress> before = speech.close(settlement.ref());
        lock.lock();
        try {
            gathered.addAll(before);
            gathered.add(settlement);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void look(Duration in) {
        lock.lock();
        try {
            if (System.nanoTime() + in.toNanos() - looksAt < 0) {
                changed.signalAll();
            }
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
                // in hand is sent again: receivers know a repeat.
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
            pause = FIRST_PAUSE;
            return true;
        }
        if (!pause(pause)) {
            LOG.log(Level.ERROR, "The node leaves with {0} last words unsent.", inHand.size());
            return false;
        }
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        return true;
    }

    /// Takes what has gathered and what attempts say, unless something is in hand; nothing once
    /// this is closed and nothing is left.
    private void take() throws InterruptedException {
        lock.lock();
        try {
            boolean last = false;
            // What was due may be gone when it is taken: a settlement takes along what its attempt
            // had to say.
            while (inHand.isEmpty() && !last) {
                awaitSomething();
                last = closing && gathered.isEmpty();
                while (!gathered.isEmpty() && inHand.size() < BATCH) {
                    inHand.add(gathered.poll());
                }
                inHand.addAll(speech.take());
            }
            inHand.sort(Comparator.comparing(message -> !(message instanceof Progress)));
        } finally {
            lock.unlock();
        }
    }

    private void awaitSomething() throws InterruptedException {
        while (gathered.isEmpty() && !closing) {
            Optional<Duration> due = speech.due();
            if (due.isPresent() && !due.get().isPositive()) {
                return;
            }
            long wait = due.orElse(NOTHING_TO_SAY).toNanos();
            looksAt = System.nanoTime() + wait;
            changed.awaitNanos(wait);
            looksAt = System.nanoTime();
        }
    }

    private boolean delivered() {
        try {
            while (!inHand.isEmpty()) {
                List<Message> next = inHand.subList(0, together());
                List<Message> batch = List.copyOf(next);
                link.send(batch);
                sent.accept(batch);
                speech.sent(
                        batch.stream()
                                .filter(Progress.class::isInstance)
                                .map(Progress.class::cast)
                                .toList());
                next.clear();
            }
            refusedBefore = false;
            return true;
        } catch (Throwable refused) {
            refused(refused);
            return false;
        }
    }

    /// How many of those in hand may be sent at once: settlements wait until the broker has what
    /// must not be lost of the progress before them.
    private int together() {
        int progress = 0;
        boolean kept = false;
        while (progress < inHand.size() && inHand.get(progress) instanceof Progress one) {
            kept |= one.persistent();
            progress++;
        }
        return kept ? progress : inHand.size();
    }

    /// A broker that is away is told once, not with every try; and not at all where only that is
    /// lost which the next heartbeat says again.
    private void refused(Throwable refused) {
        boolean worth = inHand.stream().anyMatch(Message::persistent);
        LOG.log(
                worth && !refusedBefore ? Level.WARNING : Level.DEBUG,
                "What jobs said or ended with could not be sent and is tried again",
                refused);
        refusedBefore |= worth;
        lock.lock();
        try {
            if (closing) {
                inHand.removeIf(message -> !message.persistent());
            }
        } finally {
            lock.unlock();
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
