package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mesh.protocol.link.LinkException;
import mesh.protocol.message.Message;

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

    /// The work is another thread's, unless the broker is in this process, so that the caller waits
    /// for the broker's word and for nothing else: it goes on waiting for as long as the broker
    /// says something every five seconds.
    void send(List<? extends Message> records) {
        List<Outgoing> messages = Outgoing.group(records);
        if (messages.isEmpty()) {
            return;
        }
        var receipts = new Receipts(() -> heard = System.nanoTime());
        try {
            await(
                    isQuick(messages) ? here(messages, receipts) : apart(messages, receipts),
                    receipts);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Failures.refused(line.url(), stopping);
        } catch (ExecutionException failed) {
            throw told(failed.getCause());
        } finally {
            receipts.abandon();
        }
    }

    /// Whether a broker in this process can be called by whoever sends: not with what it writes to
    /// files of their own, which end with the thread that is interrupted meanwhile.
    private boolean isQuick(List<Outgoing> messages) {
        return line.isWithin()
                && messages.stream().mapToLong(Outgoing::bytes).sum() <= Factories.LARGE / 2;
    }

    private Future<?> here(List<Outgoing> messages, Receipts receipts) {
        try {
            Life life = line.open();
            receipts.heard();
            hand(messages, life, receipts);
            return receipts.confirmed(life.broken());
        } catch (LinkException asIs) {
            throw asIs;
        } catch (Exception failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private Future<?> apart(List<Outgoing> messages, Receipts receipts) {
        var delivery =
                new FutureTask<Void>(
                        () -> {
                            deliver(messages, receipts);
                            return null;
                        });
        Thread.ofVirtual().name("send").start(delivery);
        return delivery;
    }

    private RuntimeException told(Throwable failed) {
        return switch (failed) {
            case LinkException asIs -> asIs;
            case Exception refused -> Failures.refused(line.url(), refused);
            default -> throw (Error) failed;
        };
    }

    private void await(Future<?> delivery, Receipts receipts)
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
        Life life = line.open();
        receipts.heard();
        hand(messages, life, receipts);
        receipts.await(life.broken());
    }

    private void hand(List<Outgoing> messages, Life life, Receipts receipts) throws Exception {
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

    /// One session, made anew in each life of the connection.
    private static final class Lane {
        private Life life;
        private BrokerSession session;

        void send(Life now, Outgoing message, Receipts receipts)
                throws JMSException, TimeoutException {
            if (life != now) {
                close();
                session = now.session(false);
                life = now;
                receipts.heard();
            }
            receipts.sending();
            session.send(message, message.address(), message.routing(), receipts);
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
