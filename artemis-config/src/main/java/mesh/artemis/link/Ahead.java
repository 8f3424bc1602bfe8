package mesh.artemis.link;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.apache.activemq.artemis.spi.core.remoting.ReadyListener;

/// What the broker has given a session within its process ahead of what it has taken: one reader's
/// messages, {@value Factories#AHEAD} bytes and one message more at the most. The broker's threads
/// put them here, and come again when there is room.
final class Ahead implements SessionCallback {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Given> waiting = new ArrayDeque<>();
    private volatile long bytes;

    /// What lies here, and how much room it was counted for.
    private record Given(Arrival arrival, long bytes) {}

    /// Whether the reader has taken something and not ended its transaction.
    private volatile boolean atWork;

    /// Whether the broker was sent away since the reader began.
    private volatile boolean refused;

    /// Of the reader's thread alone.
    private boolean roomAgain;

    private boolean closed;
    private String ended;

    /// Waits for a message.
    ///
    /// @return null where none came in time, where the thread was interrupted, or this was closed
    /// @throws JMSException when the broker has ended the session or its reader
    Arrival take(Duration patience) throws JMSException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (waiting.isEmpty() && ended == null && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (ended != null) {
                throw new IllegalStateException(ended);
            }
            return closed ? null : poll();
        } catch (InterruptedException woken) {
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// A message that is there; null where none is.
    Arrival takeNow() {
        if (bytes == 0) {
            return null;
        }
        lock.lock();
        try {
            return closed || ended != null ? null : poll();
        } finally {
            lock.unlock();
        }
    }

    private Arrival poll() {
        Given next = waiting.poll();
        if (next == null) {
            return null;
        }
        boolean wasFull = isFull();
        bytes -= next.bytes();
        roomAgain |= wasFull && !isFull();
        return next.arrival();
    }

    /// The reader has taken something. Until it is {@link #ready} more goes to others that read the
    /// same queue, where there are any.
    void atWork() {
        atWork = true;
    }

    /// @return whether the broker had something meanwhile, and is to be asked for it
    boolean ready() {
        atWork = false;
        boolean had = refused;
        refused = false;
        return had;
    }

    /// Forgets what is there; the broker keeps it.
    void clear() {
        lock.lock();
        try {
            waiting.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    /// Nobody reads any more.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end(String why) {
        lock.lock();
        try {
            ended = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether there is room since something was taken, and none was before; told once. The broker
    /// is to be asked for more then.
    boolean roomAgain() {
        boolean again = roomAgain;
        roomAgain = false;
        return again;
    }

    private boolean isFull() {
        return bytes >= Factories.AHEAD;
    }

    /// A body that is empty counts too, or there could be any number of them.
    private static long size(ICoreMessage message) {
        return 1
                + (message instanceof LargeServerMessage filed
                        ? BodyFile.size(filed)
                        : message.getBodyBufferSize());
    }

    @Override
    public boolean hasCredits(ServerConsumer consumer) {
        if (isFull()) {
            return false;
        }
        if (atWork && consumer.getQueue().getConsumerCount() > 1) {
            // First told, then looked at again: whoever becomes ready meanwhile sees one or the
            // other, and no message is left lying.
            refused = true;
            return !atWork;
        }
        return true;
    }

    @Override
    public int sendMessage(MessageReference reference, ServerConsumer consumer, int deliveries) {
        ICoreMessage message = reference.getMessage().toCore();
        long size = size(message);
        lock.lock();
        try {
            waiting.add(new Given(new Arrival(message, deliveries), size));
            bytes += size;
            changed.signal();
        } finally {
            lock.unlock();
        }
        return 0;
    }

    @Override
    public void disconnect(ServerConsumer consumer, String why) {
        end(why);
    }

    @Override
    public void closed() {
        end("the broker has ended the session");
    }

    @Override
    public boolean isWritable(ReadyListener callback, Object protocolContext) {
        return true;
    }

    @Override
    public boolean updateDeliveryCountAfterCancel(
            ServerConsumer consumer, MessageReference reference, boolean failed) {
        return false;
    }

    /// A reader that is told so takes large messages whole.
    @Override
    public int sendLargeMessage(
            MessageReference reference, ServerConsumer consumer, long size, int deliveries) {
        throw new UnsupportedOperationException("large messages are read whole");
    }

    @Override
    public int sendLargeMessageContinuation(
            ServerConsumer consumer, byte[] body, boolean continues, boolean requiresResponse) {
        throw new UnsupportedOperationException("large messages are read whole");
    }

    @Override
    public void afterDelivery() {
        // Nothing was put off.
    }

    @Override
    public void sendProducerCreditsMessage(int credits, SimpleString address) {
        // Senders are refused instead.
    }

    @Override
    public void sendProducerCreditsFailMessage(int credits, SimpleString address) {
        // Senders are refused instead.
    }

    @Override
    public void browserFinished(ServerConsumer consumer) {
        // Nobody browses.
    }
}
