package mesh.artemis.link;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;

/// What can be said of a message before anyone believes it.
final class Incoming {
    /// A body larger than this is not even read, in bytes. The largest record of the mesh, a text
    /// of a million characters that are all escaped, stays below.
    static final long MOST_BYTES = 16L << 20;

    private static final int MOST_HEXADECIMAL_BYTES = 64 * 1024;

    /// What else the broker's own protocol knows.
    private static final Map<Byte, String> KINDS =
            Map.of(
                    org.apache.activemq.artemis.api.core.Message.DEFAULT_TYPE, "none",
                    org.apache.activemq.artemis.api.core.Message.OBJECT_TYPE, "a Java object",
                    org.apache.activemq.artemis.api.core.Message.MAP_TYPE, "a map",
                    org.apache.activemq.artemis.api.core.Message.STREAM_TYPE, "a stream");

    private static final String LARGE_SIZE =
            org.apache.activemq.artemis.api.core.Message.HDR_LARGE_BODY_SIZE.toString();
    private static final String INGRESS =
            org.apache.activemq.artemis.api.core.Message.HDR_INGRESS_TIMESTAMP.toString();

    private Incoming() {}

    /// The body in UTF-8, if it is that.
    ///
    /// @throws IllegalArgumentException saying why it is no text
    static byte[] utf8(Message message) throws JMSException {
        long size = size(message);
        if (size > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a message has at most %d bytes, was %d".formatted(MOST_BYTES, size));
        }
        byte type = Undecoded.type(core(message));
        return switch (type) {
            case org.apache.activemq.artemis.api.core.Message.TEXT_TYPE ->
                    Undecoded.text(core(message)).getBytes(StandardCharsets.UTF_8);
            case org.apache.activemq.artemis.api.core.Message.BYTES_TYPE -> body(message);
            default ->
                    throw new IllegalArgumentException(
                            "a body is UTF-8 text, was " + KINDS.getOrDefault(type, "unknown"));
        };
    }

    /// The body for a person to look at: the text where there is one, hexadecimal otherwise.
    static String shown(Message message) throws JMSException {
        try {
            return text(utf8(message));
        } catch (IllegalArgumentException noText) {
            return size(message) > MOST_BYTES ? "" : hexadecimal(message);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException other) {
            throw new IllegalArgumentException("a body is UTF-8 text, was other bytes", other);
        }
    }

    private static byte[] body(Message message) throws JMSException {
        return bytes(message, Integer.MAX_VALUE);
    }

    private static byte[] bytes(Message message, int most) throws JMSException {
        var buffer = Undecoded.body(core(message));
        var bytes = new byte[Math.min(most, buffer.readableBytes())];
        buffer.readBytes(bytes);
        return bytes;
    }

    private static String hexadecimal(Message message) throws JMSException {
        return HexFormat.of().formatHex(bytes(message, MOST_HEXADECIMAL_BYTES));
    }

    private static long size(Message message) {
        return number(message, LARGE_SIZE).orElseGet(() -> core(message).getBodyBufferSize());
    }

    /// A property as a number; empty also where a sender wrote something else under its name.
    private static OptionalLong number(Message message, String property) {
        try {
            return message.propertyExists(property)
                    ? OptionalLong.of(message.getLongProperty(property))
                    : OptionalLong.empty();
        } catch (JMSException | NumberFormatException noNumber) {
            return OptionalLong.empty();
        }
    }

    private static ICoreMessage core(Message message) {
        return ((ActiveMQMessage) message).getCoreMessage();
    }

    /// When the broker took it in, by the broker's clock; the sender's where the broker did not
    /// say.
    static Instant at(Message message) throws JMSException {
        OptionalLong ingress = number(message, INGRESS);
        return Instant.ofEpochMilli(
                ingress.isPresent() ? ingress.getAsLong() : message.getJMSTimestamp());
    }
}
