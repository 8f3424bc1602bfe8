package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import mesh.protocol.Address;
import mesh.protocol.json.Contents;
import mesh.protocol.message.Quarantined;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;

/// Makes of messages that cannot be read, or that nobody could handle, what is put aside of them.
final class Aside {
    private static final String ORIGINAL = Message.HDR_ORIGINAL_ADDRESS.toString();
    private static final String BY = Message.HDR_ORIGINAL_QUEUE.toString();

    /// The broker's own way out for what cannot be a heartbeat; see `broker.xml`.
    private static final String NO_HEARTBEAT = "no-heartbeats-to-dead";

    private Aside() {}

    /// @param why what is wrong with it
    static Quarantined unreadable(ICoreMessage message, Address<?> from, Throwable why)
            throws JMSException {
        String reason =
                why instanceof IllegalArgumentException && why.getMessage() != null
                        ? why.getMessage()
                        : "the message cannot be decoded: " + why;
        return unreadable(message, from, reason);
    }

    static Quarantined unreadable(ICoreMessage message, Address<?> from, String reason)
            throws JMSException {
        return new Quarantined(id(message), from.name(), reason, shown(message));
    }

    /// A record that cannot be read, of a message whose others can.
    ///
    /// @param number tells it from others of the same message
    static Quarantined part(
            ICoreMessage message, int number, Address<?> from, Contents.Broken broken) {
        return new Quarantined(
                id(identity(message) + "/" + number), from.name(), broken.reason(), broken.text());
    }

    /// @param why what went wrong the last time
    static Quarantined givenUp(ICoreMessage message, Address<?> from, String why)
            throws JMSException {
        String reason = "delivered %d times without success: %s".formatted(Poison.MOST, why);
        return new Quarantined(id(message), from.name(), reason, shown(message));
    }

    /// Whatever lies among the dead, as what it is.
    static Quarantined dead(ICoreMessage message) throws JMSException {
        String from = Incoming.property(message, ORIGINAL);
        return new Quarantined(
                id(message),
                from == null ? Address.DEAD.name() : from,
                death(message, from),
                shown(message));
    }

    private static String death(ICoreMessage message, String from) {
        if (from == null) {
            return "it was sent to " + Address.DEAD + " itself";
        }
        return NO_HEARTBEAT.equals(Incoming.property(message, BY))
                ? "a heartbeat has its node as a property and less than 512 KiB"
                : "delivered 1000 times without success, or its reader ended each time";
    }

    private static String shown(ICoreMessage message) throws JMSException {
        try {
            return Incoming.shown(message);
        } catch (RuntimeException | StackOverflowError undecodable) {
            return "";
        }
    }

    /// The same for the same message, however often and by however many it is read: the broker
    /// numbers a message once for all queues of an address.
    static UUID id(ICoreMessage message) {
        return id(identity(message));
    }

    private static String identity(ICoreMessage message) {
        return message.getTimestamp() + "/" + Incoming.at(message) + "/" + message.getMessageID();
    }

    private static UUID id(String identity) {
        return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
    }
}
