package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mesh.protocol.Address;
import mesh.protocol.json.Contents;
import mesh.protocol.json.MessageBody;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.Source;
import mesh.protocol.message.Quarantined;
import org.apache.activemq.artemis.api.core.ICoreMessage;

/// What came together from a source, as far as it is read.
final class Gathered<M extends mesh.protocol.message.Message> {
    /// As many records as are handed on at once. A message is never split, so that the last one of
    /// a batch may exceed this.
    static final int MOST_RECORDS = Outgoing.MOST_RECORDS;

    /// As many bytes: large messages are not gathered, or a hundred of them would take the memory
    /// of everything else.
    private static final int MOST_BYTES = 4 << 20;

    private final Source<M> source;
    private final Poison poison;
    private final List<Delivery<M>> batch = new ArrayList<>();
    private final List<Quarantined> aside = new ArrayList<>();
    private final List<M> apart = new ArrayList<>();
    private int messages;
    private ICoreMessage last;
    private long bytes;

    Gathered(Source<M> source, Poison poison) {
        this.source = source;
        this.poison = poison;
    }

    /// What a handler is to take.
    List<Delivery<M>> batch() {
        return batch;
    }

    /// What is put aside, with the reason.
    List<Quarantined> aside() {
        return aside;
    }

    /// The records of messages of several that failed too often: each is to be tried alone.
    List<M> apart() {
        return apart;
    }

    int messages() {
        return messages;
    }

    ICoreMessage last() {
        return last;
    }

    boolean isFull() {
        return batch.size() + aside.size() >= MOST_RECORDS || bytes >= MOST_BYTES;
    }

    void read(ICoreMessage message) throws JMSException {
        messages++;
        last = message;
        if (source.address().equals(Address.DEAD)) {
            Quarantined dead = Aside.dead(message);
            take(source.address().type().cast(dead), Incoming.at(message));
            bytes += dead.body().length();
            return;
        }
        try {
            String why = poison.givenUp(message);
            if (why == null) {
                read(message, Incoming.utf8(message));
            } else {
                giveUp(message, why);
            }
        } catch (RuntimeException | StackOverflowError wrong) {
            aside.add(Aside.unreadable(message, source.address(), wrong));
        }
    }

    private void read(ICoreMessage message, byte[] body) throws JMSException {
        bytes += body.length;
        Contents<M> contents = MessageBody.contents(body, source.address().type());
        if (contents.records().isEmpty() && !contents.broken().isEmpty()) {
            String reason = contents.broken().getFirst().reason();
            aside.add(Aside.unreadable(message, source.address(), reason));
            return;
        }
        Instant at = Incoming.at(message);
        contents.records().forEach(record -> take(record, at));
        setAside(message, contents);
    }

    private void take(M record, Instant at) {
        batch.add(new Delivery<>(record, at));
    }

    /// Of several records one may be the cause, so they are taken apart first where their queue is
    /// known; a lone one is put aside.
    private void giveUp(ICoreMessage message, String why) throws JMSException {
        Contents<M> contents =
                MessageBody.contents(Incoming.utf8(message), source.address().type());
        if (contents.records().size() > 1 && Destinations.isKnown(source)) {
            apart.addAll(contents.records());
            setAside(message, contents);
        } else {
            aside.add(Aside.givenUp(message, source.address(), why));
        }
    }

    private void setAside(ICoreMessage message, Contents<M> contents) {
        for (Contents.Broken broken : contents.broken()) {
            aside.add(Aside.part(message, aside.size(), source.address(), broken));
        }
    }
}
