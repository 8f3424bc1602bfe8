package mesh.artemis.link;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import mesh.protocol.link.Link.Subscription;
import mesh.protocol.link.LinkException;

/// A thread that reads from one consumer in a transacted session of its own, and opens both again
/// when they are lost. Nothing ends it but {@link #close}: whatever is thrown, an error of the
/// virtual machine included, costs the session and a pause.
final class ReadingThread implements Subscription {
    private static final System.Logger LOG = System.getLogger(ReadingThread.class.getName());

    /// How long a thread waits before it looks whether its session still lives, which the broker
    /// has to answer. That the connection is lost wakes it at once.
    private static final Duration LOOK = Duration.ofSeconds(15);

    /// How long it waits before it tries again to reach a broker that is away.
    private static final Duration RETRY = Duration.ofMillis(100);

    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    /// What is read, and what happens with it.
    interface Work {
        /// Whether much may come, so that it is worth a thread of the platform.
        default boolean isBusy() {
            return false;
        }

        Inlet open(BrokerSession session) throws JMSException;

        /// Takes a message and what else is there, and ends the transaction. What it throws costs
        /// the session, which the broker rolls back.
        void take(Arrival first, Inlet inlet, BrokerSession session) throws JMSException;
    }

    private final Line line;
    private final Work work;
    private final String what;
    private final Thread thread;
    private final Runnable ended;
    private final ReentrantLock working = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ReentrantLock waking = new ReentrantLock();
    private boolean waits;
    private volatile Life life;
    private volatile BrokerSession session;
    private volatile Inlet inlet;

    /// Whether the failure that lasts has been told.
    private boolean told;

    private ReadingThread(Line line, String what, Work work, Runnable ended) {
        this.line = line;
        this.work = work;
        this.what = what;
        this.ended = ended;
        this.thread = work.isBusy() ? platform(what) : virtual(what);
    }

    /// Woken by the broker's own thread. A virtual one that waits in the library is woken by
    /// another thread, runs on a third, and has a timer set and taken back each time: a fifth of
    /// what a lone message costs.
    private Thread platform(String what) {
        return Thread.ofPlatform().daemon().name("read-" + what).unstarted(this::run);
    }

    private Thread virtual(String what) {
        return Thread.ofVirtual().name("read-" + what).unstarted(this::run);
    }

    /// Opens the consumer, then reads on a thread of its own.
    ///
    /// @param ended is run once, when it is closed
    /// @param patience how long a consumer that another one keeps away is waited for
    /// @throws LinkException when the consumer cannot be opened
    static ReadingThread start(
            Line line, String what, Work work, Runnable ended, Duration patience) {
        var reading = new ReadingThread(line, what, work, ended);
        try {
            reading.openWithin(patience);
        } catch (NameTakenException taken) {
            reading.drop();
            throw new LinkException(taken.getMessage(), taken);
        } catch (JMSException refused) {
            reading.drop();
            throw Failures.refused(line.url(), refused);
        } catch (Throwable failed) {
            reading.drop();
            throw failed;
        }
        reading.thread.start();
        return reading;
    }

    /// A node that was killed or cut off may have left a connection behind that the broker has not
    /// given up yet.
    private void openWithin(Duration patience) throws JMSException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                open();
                return;
            } catch (NameTakenException taken) {
                if (System.nanoTime() >= end) {
                    throw taken;
                }
                if (!told) {
                    told = true;
                    LOG.log(
                            Level.WARNING,
                            "{0}; waiting up to {1} s for that one to leave",
                            taken.getMessage(),
                            patience.toSeconds());
                }
                drop();
                pause();
            }
        }
    }

    /// Whether it reads, on a connection that is not known to be lost.
    boolean reads() {
        Life current = life;
        return session != null && current != null && !current.broken().isDone();
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    private void open() throws JMSException {
        Life now = line.open();
        if (life != now) {
            life = now;
            now.broken().thenRun(this::wake);
        }
        session = life.session(true);
        inlet = work.open(session);
    }

    private void run() {
        while (!closed()) {
            try {
                read();
            } catch (Throwable unspeakable) {
                // Even to say what went wrong went wrong, as it may where memory is short.
                pause();
            }
        }
        drop();
    }

    private void read() throws JMSException {
        try {
            if (session == null) {
                open();
                LOG.log(Level.INFO, "reading {0} again", what);
            }
            next();
            told = false;
        } catch (JMSException | LinkException lost) {
            // One line for an outage: where it was noticed is of no interest.
            again(Level.INFO, lost, null);
        } catch (Throwable unexpected) {
            again(Level.WARNING, unexpected, unexpected);
        }
    }

    private void again(Level level, Throwable lost, Throwable trace) {
        if (closed()) {
            return;
        }
        drop();
        if (!told) {
            told = true;
            LOG.log(level, "%s is not read for now: %s".formatted(what, lost), trace);
        }
        pause();
    }

    private void next() throws JMSException {
        Arrival first = awaited();
        if (first == null) {
            if (!closed() && (life.broken().isDone() || session.isClosed())) {
                throw new IllegalStateException("the connection is lost");
            }
            return;
        }
        working.lock();
        try {
            // What arrived while this was being closed goes back with the session.
            if (!closed()) {
                work.take(first, inlet, session);
            }
        } finally {
            working.unlock();
        }
    }

    private Arrival awaited() throws JMSException {
        waits(true);
        try {
            return life.broken().isDone() ? null : inlet.receive(LOOK);
        } finally {
            waits(false);
        }
    }

    private void waits(boolean now) {
        waking.lock();
        waits = now;
        waking.unlock();
        if (!now) {
            Thread.interrupted();
        }
    }

    /// Wakes the thread if it waits for a message. One that works on some is not disturbed.
    private void wake() {
        waking.lock();
        try {
            if (waits) {
                thread.interrupt();
            }
        } finally {
            waking.unlock();
        }
    }

    private void pause() {
        try {
            closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException leftover) {
            // Nobody ends this thread so: a handler was interrupted and did not say it was over.
        }
    }

    /// Whether the calling thread is the one that works on a message now.
    private boolean isWorker() {
        return working.isHeldByCurrentThread();
    }

    private void drop() {
        BrokerSession old = session;
        Inlet read = inlet;
        session = null;
        inlet = null;
        try {
            if (read != null && !life.broken().isDone()) {
                read.close();
            }
            if (old != null) {
                old.close();
            }
        } catch (Throwable failed) {
            // Mostly it went with its connection. Where it did not, the broker would keep the
            // consumer, and what it was given, for as long as the connection lives.
            life.broken().complete(null);
        }
    }

    @Override
    public void close() {
        if (closed()) {
            return;
        }
        closing.countDown();
        ended.run();
        if (isWorker()) {
            return;
        }
        // Waits for the handler that is at work; closing the consumer wakes the thread that waits
        // for a message.
        working.lock();
        try {
            Inlet waiting = inlet;
            if (waiting != null) {
                waiting.close();
            }
        } catch (JMSException alreadyGone) {
            // It went with its connection.
        } finally {
            working.unlock();
        }
        try {
            thread.join(LAST_WORDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
