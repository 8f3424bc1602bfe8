package mesh.artemis.link;

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
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.apache.activemq.artemis.reader.TextMessageUtil;

/// One message to send: records of one address whose properties are equal, so that every filter
/// judges them alike. At most {@value #MOST_RECORDS} of them and about {@value #MOST_BYTES} bytes;
/// one record larger than that travels alone.
final class Outgoing {
    static final int MOST_RECORDS = 256;
    /// What JMS calls normal: a job's own priority is the core's affair.
    static final byte PRIORITY = 4;

    static final int MOST_BYTES = 256 * 1024;

    /// As a JMS client names the topic of settlements.
    private static final String REPLY_TO = "topic://" + Address.SETTLEMENTS.name();

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

    boolean durable() {
        return first.persistent();
    }

    String address() {
        return first.address().name();
    }

    RoutingType routing() {
        return Destinations.routing(first.address());
    }

    /// A lone record as text, so that whoever looks at a queue in the console reads it; several as
    /// bytes, which are half as many on the wire and on the disk, and so a heartbeat, of which no
    /// queue keeps any.
    byte type() {
        return records() == 1 && !(first instanceof Heartbeat)
                ? Message.TEXT_TYPE
                : Message.BYTES_TYPE;
    }

    /// What every message says of itself, whatever it carries.
    static void head(ICoreMessage message, RoutingType routing) {
        message.setRoutingType(routing);
        message.setPriority(PRIORITY);
        message.setTimestamp(System.currentTimeMillis());
    }

    /// Writes what a JMS client would write, into a message of this type that has no body yet.
    void write(ICoreMessage message) {
        for (Map.Entry<String, Object> property : Properties.of(first).entrySet()) {
            message.putObjectProperty(property.getKey(), property.getValue());
        }
        JobId job = job(first);
        if (records() == 1 && job != null) {
            MessageUtil.setJMSCorrelationID(message, job.toString());
        }
        if (first instanceof Assignment) {
            MessageUtil.setJMSReplyTo(message, REPLY_TO);
        }
        if (type() == Message.TEXT_TYPE) {
            String text = new String(body.utf8(), StandardCharsets.UTF_8);
            TextMessageUtil.writeBodyText(message.getBodyBuffer(), SimpleString.of(text));
        } else {
            message.getBodyBuffer().writeBytes(body.utf8());
        }
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
