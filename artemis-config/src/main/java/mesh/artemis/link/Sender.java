package mesh.artemis.link;

import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mesh.protocol.link.LinkException;
import mesh.protocol.message.Message;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/// Sends for any number of callers over a few sessions. A caller has a session while it hands its
/// messages over, and waits for the broker's word without it, so that many share one write to the
/// broker's disk.
final class Sender implements AutoCloseable {
    private static final int LANES = 4;

    /// As much as is on its way before a caller waits for the broker's word.
    private static final int MOST_BYTES = 8 << 20;

    private final Line line;
    private final BlockingQueue<Lane> free = new ArrayBlockingQueue<>(LANES);

    /// When the broker last answered to anybody.
    private volatile long heard = System.nanoTime();

    Sender(Line line) {
        this.line = line;
        for (int lane = 0; lane < LANES; lane++) {
            free.add(new Lane());
        }
    }

    /// The work is another thread's, so that the caller waits for the broker's word and for nothing
    /// else: it goes on waiting for as long as the broker says something every five seconds.
    void send(List<? extends Message> records) {
        List<Outgoing> messages = Outgoing.group(records);
        if (messages.isEmpty()) {
            return;
        }
        var receipts = new Receipts(() -> heard = System.nanoTime());
        var delivery =
                new FutureTask<Void>(
                        () -> {
                            deliver(messages, receipts);
                            return null;
                        });
        Thread.ofVirtual().name("send").start(delivery);
        try {
            await(delivery, receipts);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Failures.refused(line.url(), stopping);
        } catch (ExecutionException failed) {
            throw told(failed.getCause());
        } finally {
            receipts.abandon();
        }
    }

    private RuntimeException told(Throwable failed) {
        return switch (failed) {
            case LinkException asIs -> asIs;
            case Exception refused -> Failures.refused(line.url(), refused);
            default -> throw (Error) failed;
        };
    }

    private void await(FutureTask<Void> delivery, Receipts receipts)
            throws InterruptedException, ExecutionException {
        while (true) {
            Duration left = Line.PATIENCE.minus(receipts.silence());
            try {
                delivery.get(left.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException silent) {
                if (receipts.silence().compareTo(Line.PATIENCE) >= 0) {
                    doubt();
                    throw Failures.refused(
                            line.url(),
                            new TimeoutException(
                                    "it said nothing for " + Line.PATIENCE.toSeconds() + " s"));
                }
            }
        }
    }

    /// When the broker answers to nobody, the connection may be one that only this end takes for
    /// alive.
    private void doubt() {
        if (System.nanoTime() - heard >= Line.PATIENCE.toNanos()) {
            line.giveUp();
        }
    }

    private void deliver(List<Outgoing> messages, Receipts receipts) throws Exception {
        Line.Open life = line.open();
        receipts.heard();
        hand(messages, life, receipts);
        receipts.await(life.broken());
    }

    private void hand(List<Outgoing> messages, Line.Open life, Receipts receipts) throws Exception {
        Lane lane = lane(Line.PATIENCE);
        try {
            int bytes = 0;
            for (Outgoing message : messages) {
                lane.send(life, message, receipts);
                bytes += message.bytes();
                if (bytes > MOST_BYTES) {
                    receipts.await(life.broken());
                    bytes = 0;
                }
            }
        } catch (Throwable broken) {
            lane.close();
            throw broken;
        } finally {
            free.add(lane);
        }
    }

    private Lane lane(Duration patience) throws InterruptedException {
        Lane lane = free.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (lane == null) {
            throw new LinkException(
                    "the link to %s is busy: nothing could be handed over within %s"
                            .formatted(line.url(), patience),
                    null);
        }
        return lane;
    }

    /// Closing the line ends its sessions.
    @Override
    public void close() {
        line.close();
    }

    /// One session and its producer, made anew in each life of the connection.
    private final class Lane {
        private Line.Open life;
        private ActiveMQSession session;
        private MessageProducer producer;

        void send(Line.Open now, Outgoing message, Receipts receipts)
                throws JMSException, TimeoutException {
            if (life != now) {
                close();
                session = line.session(now, Session.AUTO_ACKNOWLEDGE);
                producer = session.createProducer(null);
                producer.setDisableMessageID(true);
                life = now;
                receipts.heard();
            }
            receipts.sending();
            producer.send(
                    message.destination(),
                    message.message(session),
                    message.deliveryMode(),
                    jakarta.jms.Message.DEFAULT_PRIORITY,
                    jakarta.jms.Message.DEFAULT_TIME_TO_LIVE,
                    receipts);
        }

        void close() {
            life = null;
            try {
                if (session != null) {
                    session.close();
                }
            } catch (JMSException alreadyGone) {
                // It went with its connection.
            }
            session = null;
        }
    }
}
