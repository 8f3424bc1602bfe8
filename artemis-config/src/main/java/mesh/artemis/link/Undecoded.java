package mesh.artemis.link;

import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveMessage;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/// Hands messages over as they are. The client library decodes a body before it gives the message
/// to anyone, and one that says that it is a text or a map and is none would end the session of
/// whoever is to read it, with all that was sent ahead, ten times over. So the library takes each
/// for a message without a body, and what it was stands in a property.
final class Undecoded implements Interceptor {
    private static final String TYPE = "mesh_body";

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        switch (packet) {
            case SessionReceiveMessage whole -> leave(whole.getMessage().toCore());
            case SessionReceiveLargeMessage begun -> leave(begun.getLargeMessage().toCore());
            default -> {
                // No message.
            }
        }
        return true;
    }

    private static void leave(ICoreMessage message) {
        byte type = message.getType();
        message.putByteProperty(TYPE, type);
        if (type != Message.BYTES_TYPE) {
            message.setType(Message.DEFAULT_TYPE);
        }
    }

    /// What a message says that its body is; the library's number of it.
    static byte type(ICoreMessage message) {
        return message.containsProperty(TYPE) ? message.getByteProperty(TYPE) : message.getType();
    }

    /// The body. One that is sent in pieces is fetched only now.
    ///
    /// @throws JMSException when it does not come, which is no fault of the message's
    /// @throws IllegalArgumentException when a part of it is lost
    static ActiveMQBuffer body(ICoreMessage message) throws JMSException {
        if (message instanceof LargeServerMessage filed) {
            return BodyFile.read(filed, Incoming.sent(message));
        }
        if (message.isLargeMessage() && message instanceof ClientMessage) {
            try {
                message.getBodyBuffer();
            } catch (RuntimeException missing) {
                throw Failures.jms(missing);
            }
        }
        return message.getReadOnlyBodyBuffer();
    }

    /// The text of a body that says that it is one; empty where it has none.
    ///
    /// @throws IllegalArgumentException when it is none
    static String text(ICoreMessage message) throws JMSException {
        ActiveMQBuffer body = body(message);
        try {
            var text = TextMessageUtil.readBodyText(body);
            return text == null ? "" : text.toString();
        } catch (RuntimeException broken) {
            throw new IllegalArgumentException("a body is a text, was cut off or broken", broken);
        }
    }
}
