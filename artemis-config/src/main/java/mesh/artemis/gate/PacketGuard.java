package mesh.artemis.gate;

import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl.CHANNEL_ID;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendContinuationMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/// Lets through what a connection may say outside of a session, and nothing else: that it is there,
/// that it wants to hear of the broker's neighbours, and who it is. Inside of a session the broker
/// asks who may do what.
///
/// The broker 2.56.0 itself does two things for whoever reaches it, before any log-in: it makes
/// queues, and it hands over the session of another to whoever knows its name (CVE-2026-57967).
/// Clusters, replication and federation use the same way; the mesh has none of them.
public final class PacketGuard implements Interceptor {
    private static final int NOT_REATTACHED = -1;

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet.getChannelID() >= CHANNEL_ID.USER.id) {
            if (connection.getSubject() == null) {
                return end(connection, packet, "nobody logged in on it");
            }
            return fits(packet, connection) || end(connection, packet, "its message is too large");
        }
        return switch (packet.getType()) {
            case PacketImpl.PING,
                    PacketImpl.SUBSCRIBE_TOPOLOGY,
                    PacketImpl.SUBSCRIBE_TOPOLOGY_V2,
                    PacketImpl.CHECK_FOR_FAILOVER ->
                    true;
            case PacketImpl.CREATESESSION, PacketImpl.CREATESESSION_V2 ->
                    mayLogIn(connection)
                            || end(connection, packet, "a connection logs in once, and not again");
            case PacketImpl.REATTACH_SESSION -> notReattached(connection);
            default -> end(connection, packet, "it belongs to no session");
        };
    }

    private static boolean mayLogIn(RemotingConnection connection) {
        ConnectionGuard guard = ConnectionGuard.of(connection);
        return guard == null || guard.mayLogIn(connection);
    }

    private static boolean fits(Packet packet, RemotingConnection from) {
        boolean begins =
                packet.getType() == PacketImpl.SESS_SEND_LARGE
                        || packet.getType() == PacketImpl.SESS_CLOSE;
        var piece = packet instanceof SessionSendContinuationMessage next ? next : null;
        ConnectionGuard guard = begins || piece != null ? ConnectionGuard.of(from) : null;
        if (guard == null) {
            return true;
        }
        if (begins) {
            guard.begins(packet.getChannelID());
            return true;
        }
        return guard.takes(packet.getChannelID(), piece.getBody().length, !piece.isContinues());
    }

    /// As if there were no such session. A client that lost its connection makes another.
    private static boolean notReattached(RemotingConnection connection) {
        ((CoreRemotingConnection) connection)
                .getChannel(CHANNEL_ID.SESSION.id, NOT_REATTACHED)
                .send(new ReattachSessionResponseMessage(NOT_REATTACHED, false));
        return false;
    }

    /// @return false: the packet goes no further
    private static boolean end(RemotingConnection connection, Packet packet, String why) {
        String what = "a packet of type %d is refused: %s".formatted(packet.getType(), why);
        ConnectionGuard guard = ConnectionGuard.of(connection);
        if (guard != null) {
            guard.leave(what);
        }
        connection.fail(new ActiveMQSecurityException(what));
        return false;
    }
}
