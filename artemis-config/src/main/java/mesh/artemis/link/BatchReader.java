package mesh.artemis.link;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import mesh.protocol.Address;
import mesh.protocol.json.MessageBody;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Link.BatchHandler;
import mesh.protocol.link.Source;
import mesh.protocol.message.Quarantined;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/// Reads a source in batches and gives them to a handler. What the handler returns, what could not
/// be read, and the acknowledgement of the batch are one transaction.
final class BatchReader<M extends mesh.protocol.message.Message> implements ReadingThread.Work {
    private static final System.Logger LOG = System.getLogger(BatchReader.class.getName());

    /// As many records as are handed on at once. A message is never split, so that the last one of
    /// a batch may exceed this.
    static final int MOST_RECORDS = 100;

    /// How long messages are taken one by one after a batch failed: longer than the broker's
    /// longest pause before it gives one again. So a message that always fails ends in mesh.dead
    /// alone.
    private static final Duration CAREFUL = Duration.ofSeconds(5);

    private static final String DELIVERIES = "JMSXDeliveryCount";
    private static final String ORIGINAL =
            org.apache.activemq.artemis.api.core.Message.HDR_ORIGINAL_ADDRESS.toString();

    private final Source<M> source;
    private final BatchHandler<M> handler;
    private final AtomicLong quarantined;
    private MessageProducer producer;
    private long carefulSince;
    private boolean careful;

    BatchReader(Source<M> source, BatchHandler<M> handler, AtomicLong quarantined) {
        this.source = source;
        this.handler = handler;
        this.quarantined = quarantined;
    }

    @Override
    public MessageConsumer open(ActiveMQSession session) throws JMSException {
        producer = session.createProducer(null);
        producer.setDisableMessageID(true);
        return Consumers.open(session, source);
    }

    @Override
    public void take(Message first, MessageConsumer consumer, ActiveMQSession session)
            throws JMSException {
        var batch = new ArrayList<Delivery<M>>();
        var unreadable = new ArrayList<Quarantined>();
        try {
            gather(first, consumer, batch, unreadable);
        } catch (JMSException | RuntimeException | Error unforeseen) {
            // A message that nobody foresaw is given up in the end, as one that nobody can handle.
            giveBack(batch.size() + 1, session, unforeseen);
            return;
        }
        try {
            var answer = new ArrayList<mesh.protocol.message.Message>(unreadable);
            if (!batch.isEmpty()) {
                answer.addAll(handler.handle(List.copyOf(batch)));
                Thread.interrupted(); // a handler's own affair, and not to stop the commit
            }
            send(session, answer);
        } catch (RuntimeException | Error failed) {
            giveBack(batch.size(), session, failed);
            return;
        }
        session.commit();
        quarantined.addAndGet(unreadable.size());
    }

    private void gather(
            Message first,
            MessageConsumer consumer,
            List<Delivery<M>> batch,
            List<Quarantined> unreadable)
            throws JMSException {
        if (first.getIntProperty(DELIVERIES) > 1) {
            beCareful();
        }
        Message message = first;
        do {
            read(message, batch, unreadable);
            message = isCareful() || full(batch, unreadable) ? null : consumer.receiveNoWait();
        } while (message != null);
    }

    /// Rolls back before anything is said: the broker counts the delivery then, so that a message
    /// which always fails does not come for ever.
    private void giveBack(int records, ActiveMQSession session, Throwable failed)
            throws JMSException {
        beCareful();
        session.rollback();
        LOG.log(
                Level.WARNING,
                "a batch of %d from %s comes again: %s"
                        .formatted(records, source.address(), failed),
                failed);
    }

    private boolean full(List<?> batch, List<?> unreadable) {
        return batch.size() + unreadable.size() >= MOST_RECORDS;
    }

    private void beCareful() {
        careful = true;
        carefulSince = System.nanoTime();
    }

    private boolean isCareful() {
        careful = careful && System.nanoTime() - carefulSince < CAREFUL.toNanos();
        return careful;
    }

    private void read(Message message, List<Delivery<M>> batch, List<Quarantined> unreadable)
            throws JMSException {
        Instant at = Incoming.at(message);
        if (source.address().equals(Address.DEAD)) {
            batch.add(new Delivery<>(source.address().type().cast(dead(message)), at));
            return;
        }
        try {
            for (M record : MessageBody.read(Incoming.text(message), source.address().type())) {
                batch.add(new Delivery<>(record, at));
            }
        } catch (IllegalArgumentException wrong) {
            unreadable.add(
                    new Quarantined(
                            id(message),
                            source.address().name(),
                            wrong.getMessage(),
                            Incoming.shown(message)));
        }
    }

    /// Whatever lies there, as what it is.
    private static Quarantined dead(Message message) throws JMSException {
        String from = message.getStringProperty(ORIGINAL);
        return new Quarantined(
                id(message),
                from == null ? Address.DEAD.name() : from,
                "delivered 10 times without success",
                Incoming.shown(message));
    }

    /// The same for the same message, however often it is read.
    private static UUID id(Message message) throws JMSException {
        var core =
                ((org.apache.activemq.artemis.jms.client.ActiveMQMessage) message).getCoreMessage();
        String identity =
                message.getJMSTimestamp() + "/" + Incoming.at(message) + "/" + core.getMessageID();
        return UUID.nameUUIDFromBytes(identity.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void send(ActiveMQSession session, List<mesh.protocol.message.Message> records)
            throws JMSException {
        for (Outgoing message : Outgoing.group(records)) {
            producer.send(
                    message.destination(),
                    message.message(session),
                    message.deliveryMode(),
                    Message.DEFAULT_PRIORITY,
                    Message.DEFAULT_TIME_TO_LIVE);
        }
    }
}
