package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageImpl;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/// What can be said of a message before anyone believes it.
final class Incoming {
    /// A body larger than this is not even read, in bytes. The largest record of the mesh, a text
    /// of a million characters that are all escaped, stays below.
    static final long MOST_BYTES = 16L << 20;

    private static final int MOST_HEXADECIMAL_BYTES = 64 * 1024;

    /// What else the broker's own protocol knows.
    private static final Map<Byte, String> KINDS =
            Map.of(
                    Message.DEFAULT_TYPE, "none",
                    Message.OBJECT_TYPE, "a Java object",
                    Message.MAP_TYPE, "a map",
                    Message.STREAM_TYPE, "a stream");

    private static final String LARGE_SIZE = Message.HDR_LARGE_BODY_SIZE.toString();
    private static final String INGRESS = Message.HDR_INGRESS_TIMESTAMP.toString();

    private Incoming() {}

    /// The body in UTF-8, if it is that.
    ///
    /// @throws IllegalArgumentException saying why it is no text
    static byte[] utf8(ICoreMessage message) throws JMSException {
        long size = size(message);
        if (size > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a message has at most %d bytes, was %d".formatted(MOST_BYTES, size));
        }
        byte type = Undecoded.type(message);
        return switch (type) {
            case Message.TEXT_TYPE -> Undecoded.text(message).getBytes(StandardCharsets.UTF_8);
            case Message.BYTES_TYPE -> body(message);
            default ->
                    throw new IllegalArgumentException(
                            "a body is UTF-8 text, was " + KINDS.getOrDefault(type, "unknown"));
        };
    }

    /// The body for a person to look at: the text where there is one, hexadecimal otherwise.
    static String shown(ICoreMessage message) throws JMSException {
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

    private static byte[] body(ICoreMessage message) throws JMSException {
        return bytes(message, Integer.MAX_VALUE);
    }

    private static byte[] bytes(ICoreMessage message, int most) throws JMSException {
        var buffer = Undecoded.body(message);
        var bytes = new byte[Math.min(most, buffer.readableBytes())];
        buffer.readBytes(bytes);
        return bytes;
    }

    private static String hexadecimal(ICoreMessage message) throws JMSException {
        return HexFormat.of().formatHex(bytes(message, MOST_HEXADECIMAL_BYTES));
    }

    /// How many bytes a body has, whatever its sender says.
    private static long size(ICoreMessage message) {
        return switch (message) {
            case LargeServerMessage filed -> BodyFile.size(filed);
            case ClientLargeMessageImpl inPieces -> inPieces.getLargeMessageSize();
            default -> message.getBodyBufferSize();
        };
    }

    /// How many bytes the sender of a large message says that it has; 0 where it does not say so.
    static long sent(ICoreMessage message) {
        return number(message, LARGE_SIZE).orElse(0);
    }

    /// A property as a number; empty also where a sender wrote something else under its name, or
    /// what the properties are cannot be decoded.
    private static OptionalLong number(ICoreMessage message, String property) {
        try {
            return message.containsProperty(property)
                    ? OptionalLong.of(message.getLongProperty(property))
                    : OptionalLong.empty();
        } catch (RuntimeException noNumber) {
            return OptionalLong.empty();
        }
    }

    /// A property as a text; null where it is none, or cannot be decoded.
    static String property(ICoreMessage message, String property) {
        try {
            return message.getStringProperty(property);
        } catch (RuntimeException noText) {
            return null;
        }
    }

    /// When the broker took it in, by the broker's clock; the sender's where the broker did not
    /// say.
    static Instant at(ICoreMessage message) {
        OptionalLong ingress = number(message, INGRESS);
        return Instant.ofEpochMilli(
                ingress.isPresent() ? ingress.getAsLong() : message.getTimestamp());
    }
}
