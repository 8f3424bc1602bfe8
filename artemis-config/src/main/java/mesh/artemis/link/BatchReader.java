package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import mesh.protocol.link.Link.BatchHandler;
import mesh.protocol.link.Source;

/// Reads a source in batches and gives them to a handler. What the handler returns, what could not
/// be read, and the acknowledgement of the batch are one transaction; where nothing is sent the
/// acknowledgement may come a little later.
final class BatchReader<M extends mesh.protocol.message.Message> implements ReadingThread.Work {
    private static final System.Logger LOG = System.getLogger(BatchReader.class.getName());

    /// How long messages are taken one by one after a batch failed: longer than the broker's
    /// longest pause before it gives one again. So a message that always fails is put aside alone.
    private static final Duration CAREFUL = Duration.ofSeconds(5);

    private final Source<M> source;
    private final BatchHandler<M> handler;
    private final AtomicLong quarantined;
    private final Poison poison;
    private final Runnable returned;
    private boolean opened;
    private long carefulSince;
    private boolean careful;

    /// @param returned is run when a node's own queue is read again
    BatchReader(
            Source<M> source, BatchHandler<M> handler, AtomicLong quarantined, Runnable returned) {
        this.returned = returned;
        this.source = source;
        this.handler = handler;
        this.quarantined = quarantined;
        this.poison = new Poison(source.address());
    }

    @Override
    public boolean isBusy() {
        return switch (source.kind()) {
            case QUEUE, SHARED, OWNED -> true;
            case TOPIC, RECENT -> false;
        };
    }

    @Override
    public Inlet open(BrokerSession session) throws JMSException {
        Inlet inlet = Consumers.open(session, source);
        if (opened && source.kind() == Source.Kind.OWNED) {
            returned.run();
        }
        opened = true;
        return inlet;
    }

    @Override
    public void take(Arrival first, Inlet inlet, BrokerSession session) throws JMSException {
        var gathered = new Gathered<>(source, poison);
        try {
            gather(first, inlet, gathered);
        } catch (JMSException unread) {
            // That it does not come is no fault of a message's, however often.
            giveBack(gathered, session, unread);
            return;
        } catch (RuntimeException | Error unforeseen) {
            // A message that nobody foresaw is given up in the end, as one that nobody can handle.
            count(gathered, unforeseen);
            giveBack(gathered, session, unforeseen);
            return;
        }
        boolean sends;
        try {
            var answer = new ArrayList<mesh.protocol.message.Message>(gathered.aside());
            if (!gathered.batch().isEmpty()) {
                answer.addAll(handler.handle(List.copyOf(gathered.batch())));
                Thread.interrupted(); // a handler's own affair, and not to stop the commit
            }
            send(session, answer);
            for (M each : gathered.apart()) {
                send(session, Outgoing.group(List.of(each)).getFirst(), Destinations.queue(source));
            }
            sends = !answer.isEmpty() || !gathered.apart().isEmpty();
        } catch (RuntimeException | Error failed) {
            count(gathered, failed);
            giveBack(gathered, session, failed);
            return;
        }
        if (sends) {
            session.commit();
        } else {
            session.done();
        }
        if (gathered.messages() == 1) {
            poison.over(first.message());
        }
        quarantined.addAndGet(gathered.aside().size());
        if (source.kind() == Source.Kind.RECENT && !gathered.isFull()) {
            LockSupport.parkNanos(Source.HASTE.toNanos());
        }
    }

    private void gather(Arrival first, Inlet inlet, Gathered<M> into) throws JMSException {
        if (first.deliveries() > 1) {
            beCareful();
        }
        Arrival message = first;
        do {
            into.read(message.message());
            message = isCareful() || into.isFull() ? null : inlet.receiveNow();
        } while (message != null);
    }

    /// Of several nobody knows which one it was.
    private void count(Gathered<M> gathered, Throwable failed) {
        if (gathered.messages() == 1) {
            poison.failed(gathered.last(), failed);
        }
    }

    /// Rolls back before anything is said, as it may not be possible to say it.
    private void giveBack(Gathered<M> gathered, BrokerSession session, Throwable failed)
            throws JMSException {
        Thread.interrupted(); // the handler's own affair here too
        beCareful();
        session.rollback();
        LOG.log(
                Level.WARNING,
                "a batch of %d messages from %s comes again: %s"
                        .formatted(gathered.messages(), source.address(), failed),
                failed);
    }

    private void beCareful() {
        careful = true;
        carefulSince = System.nanoTime();
    }

    private boolean isCareful() {
        careful = careful && System.nanoTime() - carefulSince < CAREFUL.toNanos();
        return careful;
    }

    private static void send(BrokerSession session, List<mesh.protocol.message.Message> records)
            throws JMSException {
        for (Outgoing message : Outgoing.group(records)) {
            send(session, message, message.address());
        }
    }

    private static void send(BrokerSession session, Outgoing message, String address)
            throws JMSException {
        session.send(message, address, message.routing(), null);
    }
}
