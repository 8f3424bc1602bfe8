package mesh.artemis.ceiling;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import mesh.artemis.link.LinkConfiguration;
import mesh.protocol.link.LinkException;

/// Takes messages off the queue and replies to each: a hundred at once where they are there. It
/// acknowledges what it took when the broker has confirmed that all their replies are on its disk,
/// so that nothing is lost whenever it is killed.
public final class CeilingWorker implements AutoCloseable {
    private final Connection connection;
    private final byte[] reply;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /// Begins at once.
    ///
    /// @param threads how many work side by side
    /// @param bytes of a reply
    /// @throws LinkException where the broker is not there
    public CeilingWorker(LinkConfiguration to, int threads, int bytes) {
        this.reply = new byte[bytes];
        try {
            connection = Round.connect(to);
            for (int i = 1; i <= threads; i++) {
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                this.threads.add(
                        Thread.ofPlatform().name("ceiling-worker-" + i).start(() -> work(session)));
            }
        } catch (JMSException absent) {
            throw Round.absent(absent);
        }
    }

    private void work(Session session) {
        try (MessageConsumer in = session.createConsumer(session.createQueue(Round.OUT));
                MessageProducer out = session.createProducer(session.createTopic(Round.BACK))) {
            Round.durableAndPlain(out);
            while (!over) {
                Message first = in.receive(Round.PATIENCE_MILLIS);
                if (first != null) {
                    replyTo(first, in, session, out).acknowledge();
                }
            }
        } catch (JMSException lost) {
            // Nothing comes back any more, which is how it shows.
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return the last of those that it replied to
    private Message replyTo(Message first, MessageConsumer in, Session session, MessageProducer out)
            throws JMSException, InterruptedException {
        var confirmed = new Confirmed();
        Message last = first;
        int taken = 0;
        for (Message next = first; next != null; ) {
            BytesMessage answer = session.createBytesMessage();
            answer.writeBytes(reply);
            out.send(answer, confirmed);
            last = next;
            taken++;
            next = taken < Round.BATCH ? in.receive(Round.MOMENT_MILLIS) : null;
        }
        confirmed.await(taken);
        return last;
    }

    /// Counts what the broker has confirmed.
    private static final class Confirmed implements CompletionListener {
        private final Semaphore confirmed = new Semaphore(0);

        void await(int count) throws InterruptedException {
            confirmed.acquire(count);
        }

        @Override
        public void onCompletion(Message message) {
            confirmed.release();
        }

        @Override
        public void onException(Message message, Exception failed) {
            // Never acknowledged, then.
        }
    }

    @Override
    public void close() {
        over = true;
        Round.close(connection, threads);
    }
}
