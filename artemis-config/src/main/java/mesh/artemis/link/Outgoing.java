package mesh.artemis.link;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;

/// One message to send: records of one address whose properties are equal, so that every filter
/// judges them alike. At most {@value #MOST_RECORDS} of them and about {@value #MOST_CHARACTERS}
/// characters; one record larger than that travels alone.
final class Outgoing {
    static final int MOST_RECORDS = 100;
    static final int MOST_CHARACTERS = 256 * 1024;

    private final Address<?> address;
    private final Map<String, Object> properties;
    private final Message first;
    private final List<String> texts = new ArrayList<>();
    private int characters;

    private Outgoing(Message first, Map<String, Object> properties) {
        this.address = first.address();
        this.properties = properties;
        this.first = first;
    }

    private record Kind(Address<?> address, boolean persistent, Map<String, Object> properties) {}

    /// Puts records together that may share a message. Those that share their properties keep their
    /// order; so every queue gets what one sender sent in order, as far as its filter can tell the
    /// records apart.
    static List<Outgoing> group(List<? extends Message> records) {
        var complete = new ArrayList<Outgoing>();
        var growing = new LinkedHashMap<Kind, Outgoing>();
        for (Message record : records) {
            Map<String, Object> properties = Properties.of(record);
            var kind = new Kind(record.address(), record.persistent(), properties);
            String text = MessageBody.write(List.of(record));
            Outgoing outgoing = growing.get(kind);
            if (outgoing == null || !outgoing.hasRoomFor(text)) {
                outgoing = new Outgoing(record, properties);
                complete.add(outgoing);
                growing.put(kind, outgoing);
            }
            outgoing.add(text);
        }
        return complete;
    }

    private boolean hasRoomFor(String text) {
        return texts.size() < MOST_RECORDS && characters + text.length() <= MOST_CHARACTERS;
    }

    private void add(String text) {
        texts.add(text);
        characters += text.length();
    }

    int characters() {
        return characters;
    }

    int records() {
        return texts.size();
    }

    int deliveryMode() {
        return first.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
    }

    Destination destination() {
        return Destinations.of(address);
    }

    /// Text, so that whoever looks at a queue in the console can read it.
    TextMessage message(Session session) throws JMSException {
        TextMessage message =
                session.createTextMessage(
                        texts.size() == 1 ? texts.getFirst() : "[" + String.join(",", texts) + "]");
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
        JobId job = job(first);
        if (texts.size() == 1 && job != null) {
            message.setJMSCorrelationID(job.toString());
        }
        if (first instanceof Assignment) {
            message.setJMSReplyTo(Destinations.of(Address.SETTLEMENTS));
        }
        return message;
    }

    private static JobId job(Message record) {
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
