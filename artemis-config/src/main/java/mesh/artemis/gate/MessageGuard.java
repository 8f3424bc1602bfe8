package mesh.artemis.gate;

import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/// Looks at each message that another process sends, before it goes to any queue. A sender decides
/// what a message says and whether it is persistent, and nothing of how the broker treats it: when
/// it is delivered or over, before whose it comes, to whom alone it goes, whether it is a repeat.
public final class MessageGuard implements ActiveMQServerMessagePlugin {
    /// Of all properties together, in bytes. A heartbeat with as many capabilities as there may be,
    /// each as long as it may be, has less.
    static final int MOST_BYTES = 256 << 10;

    /// As many properties, where they have more than {@value #FEW_BYTES} bytes; smaller ones cannot
    /// be so many that they matter.
    static final int MOST_PROPERTIES = 1_000;

    private static final int FEW_BYTES = 16 << 10;
    private static final byte NORMAL = 4;
    private static final String HEARTBEATS = "mesh.heartbeats";

    /// What the broker does by a property: later, once, for one reader, by another way, unpacked,
    /// or as if it were from elsewhere.
    private static final List<SimpleString> ORDERS =
            List.of(
                    Message.HDR_SCHEDULED_DELIVERY_TIME,
                    Message.HDR_DUPLICATE_DETECTION_ID,
                    Message.HDR_BRIDGE_DUPLICATE_ID,
                    Message.HDR_GROUP_ID,
                    Message.HDR_GROUP_SEQUENCE,
                    Message.HDR_LAST_VALUE_NAME,
                    Message.HDR_LARGE_COMPRESSED,
                    Message.HDR_ROUTE_TO_IDS,
                    Message.HDR_ROUTE_TO_ACK_IDS,
                    Message.HDR_SCALEDOWN_TO_IDS,
                    Message.HDR_ORIGINAL_ADDRESS,
                    Message.HDR_ORIGINAL_QUEUE,
                    Message.HDR_ORIG_ROUTING_TYPE);

    @Override
    public void beforeSend(
            ServerSession session,
            Transaction transaction,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (session.getRemotingConnection().getTransportConnection() instanceof NettyConnection) {
            inspect(message);
        }
    }

    private static void inspect(Message message) throws ActiveMQException {
        int bytes = message.toCore().getHeadersAndPropertiesEncodeSize();
        if (bytes > MOST_BYTES) {
            throw refused("%,d bytes of properties".formatted(MOST_BYTES), bytes);
        }
        if (bytes > FEW_BYTES && message.getPropertyNames().size() > MOST_PROPERTIES) {
            throw refused(
                    "%,d properties".formatted(MOST_PROPERTIES), message.getPropertyNames().size());
        }
        for (SimpleString order : ORDERS) {
            if (message.containsProperty(order)) {
                message.removeProperty(order);
            }
        }
        if (message.getPriority() != NORMAL) {
            message.setPriority(NORMAL);
        }
        // Of heartbeats, what replaces an unreadable one is over at once.
        if (message.getExpiration() != 0 && !HEARTBEATS.equals(message.getAddress())) {
            message.setExpiration(0);
        }
    }

    private static ActiveMQException refused(String most, int was) {
        return new ActiveMQException(
                ActiveMQExceptionType.ILLEGAL_STATE,
                "a message has at most %s, was %,d; send less beside its body"
                        .formatted(most, was));
    }
}
