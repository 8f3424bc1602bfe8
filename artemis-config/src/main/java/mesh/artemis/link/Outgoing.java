package mesh.artemis.link;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.json.MessageBody;
import mesh.protocol.link.Properties;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;

/// One message to send: records of one address whose properties are equal, so that every filter
/// judges them alike. At most {@value #MOST_RECORDS} of them and about {@value #MOST_BYTES} bytes;
/// one record larger than that travels alone.
final class Outgoing {
    static final int MOST_RECORDS = 256;
    static final int MOST_BYTES = 256 * 1024;

    private final mesh.protocol.message.Message first;
    private final MessageBody body = new MessageBody();

    private Outgoing(mesh.protocol.message.Message first) {
        this.first = first;
    }

    /// Puts records together that may share a message. Those that share their properties keep their
    /// order; so every queue gets what one sender sent in order, as far as its filter can tell the
    /// records apart.
    static List<Outgoing> group(List<? extends mesh.protocol.message.Message> records) {
        var complete = new ArrayList<Outgoing>();
        var growing = new HashMap<Object, Outgoing>();
        for (mesh.protocol.message.Message record : records) {
            Object kind = Properties.kind(record);
            Outgoing outgoing = growing.get(kind);
            if (outgoing == null || !outgoing.takes(record)) {
                outgoing = new Outgoing(record);
                outgoing.takes(record);
                complete.add(outgoing);
                growing.put(kind, outgoing);
            }
        }
        return complete;
    }

    private boolean takes(mesh.protocol.message.Message record) {
        return body.records() < MOST_RECORDS && body.add(record, MOST_BYTES);
    }

    int bytes() {
        return body.size();
    }

    int records() {
        return body.records();
    }

    int deliveryMode() {
        return first.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
    }

    Destination destination() {
        return Destinations.of(first.address());
    }

    /// A lone record as text, so that whoever looks at a queue in the console reads it; several as
    /// bytes, which are half as many on the wire and on the disk.
    Message message(Session session) throws JMSException {
        Message message = records() == 1 ? text(session) : bytes(session);
        for (Map.Entry<String, Object> property : Properties.of(first).entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
        JobId job = job(first);
        if (records() == 1 && job != null) {
            message.setJMSCorrelationID(job.toString());
        }
        if (first instanceof Assignment) {
            message.setJMSReplyTo(Destinations.of(Address.SETTLEMENTS));
        }
        return message;
    }

    private Message text(Session session) throws JMSException {
        return session.createTextMessage(new String(body.utf8(), StandardCharsets.UTF_8));
    }

    private Message bytes(Session session) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body.utf8());
        return message;
    }

    private static JobId job(mesh.protocol.message.Message record) {
        return switch (record) {
            case Offer offer -> offer.job();
            case Assignment assignment -> assignment.job();
            case Award award -> award.job();
            case Settlement settlement -> settlement.job();
            case Progress progress -> progress.job();
            case Control control -> control.attempt() == null ? null : control.attempt().job();
            case Heartbeat _, Quarantined _ -> null;
        };
    }
}
