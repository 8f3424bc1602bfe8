package mesh.artemis.ceiling;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mesh.artemis.link.LinkConfiguration;

/// Sends persistent messages without waiting for each, and takes their replies from a durable
/// shared subscription, a hundred to an acknowledgement. As many as fit into its window are on
/// their way.
public final class CeilingClient implements AutoCloseable {
    private final Connection connection;
    private final byte[] body;
    private final Semaphore window;
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong replies = new AtomicLong();
    private final List<Thread> threads;
    private volatile boolean over;

    /// Begins at once.
    ///
    /// @param window how many may be sent and not replied to
    /// @param bytes of a message
    /// @throws mesh.protocol.link.LinkException where the broker is not there
    public CeilingClient(LinkConfiguration to, int window, int bytes) {
        this.window = new Semaphore(window);
        this.body = new byte[bytes];
        try {
            connection = Round.connect(to);
            Session in = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            // Made here and not by its thread: what is sent before there is a subscription is lost.
            MessageConsumer subscription =
                    in.createSharedDurableConsumer(in.createTopic(Round.BACK), Round.SUBSCRIPTION);
            Session out = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            threads =
                    List.of(
                            Thread.ofPlatform()
                                    .name("ceiling-replies")
                                    .start(() -> receive(subscription)),
                            Thread.ofPlatform().name("ceiling-sends").start(() -> send(out)));
        } catch (JMSException absent) {
            throw Round.absent(absent);
        }
    }

    /// Replies that were taken and acknowledged.
    public long replies() {
        return replies.get();
    }

    /// Messages that the broker said it has on its disk.
    public long confirmed() {
        return confirmed.get();
    }

    private void send(Session session) {
        try (MessageProducer out = session.createProducer(session.createQueue(Round.OUT))) {
            Round.durableAndPlain(out);
            var counting = new Counting();
            while (!over) {
                if (window.tryAcquire(Round.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    BytesMessage message = session.createBytesMessage();
                    message.writeBytes(body);
                    out.send(message, counting);
                }
            }
        } catch (JMSException lost) {
            // Nothing is confirmed any more, which is how it shows.
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Counting implements CompletionListener {
        @Override
        public void onCompletion(Message message) {
            confirmed.incrementAndGet();
        }

        @Override
        public void onException(Message message, Exception failed) {
            // Its place in the window is never given back, which is how it shows.
        }
    }

    private void receive(MessageConsumer in) {
        try {
            while (!over) {
                Message last = in.receive(Round.PATIENCE_MILLIS);
                int taken = 0;
                for (Message next = last; next != null; ) {
                    last = next;
                    taken++;
                    next = taken < Round.BATCH ? in.receive(Round.MOMENT_MILLIS) : null;
                }
                if (last != null) {
                    last.acknowledge();
                    replies.addAndGet(taken);
                    window.release(taken);
                }
            }
        } catch (JMSException lost) {
            // No reply is counted any more, which is how it shows.
        }
    }

    @Override
    public void close() {
        over = true;
        Round.close(connection, threads);
    }
}
