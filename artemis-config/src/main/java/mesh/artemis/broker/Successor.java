package mesh.artemis.broker;

import java.util.List;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionCreateConsumerMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Consumer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/// Lets a party that lost its connection read on at once from its next one.
///
/// Where the old connection was cut in silence the broker learns of its end only when it has heard
/// nothing of it for fifteen seconds; until then the old reader keeps what it was sent, and a queue
/// that has one reader at most is closed to the new one. So a reader that comes on another
/// connection of the same line ends the one that was left behind. What that one had not
/// acknowledged goes back to the queue, and comes to the new one.
public final class Successor implements Interceptor {
    /// The property of a session that names its line: a text that nobody else can guess.
    public static final String LINE = "mesh-line";

    private final ActiveMQServer server;

    Successor(ActiveMQServer server) {
        this.server = server;
    }

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet instanceof SessionCreateConsumerMessage coming && !coming.isBrowseOnly()) {
            Queue queue = server.locateQueue(coming.getQueueName());
            String line = line(connection);
            if (queue != null && line != null) {
                List.copyOf(queue.getConsumers()).forEach(old -> succeed(old, line, connection));
            }
        }
        return true;
    }

    /// All sessions of a connection are of one line.
    private String line(RemotingConnection connection) {
        return server.getSessions(connection.getID().toString()).stream()
                .map(session -> session.getMetaData(LINE))
                .filter(Objects::nonNull)
                .findAny()
                .orElse(null);
    }

    private void succeed(Consumer old, String line, RemotingConnection coming) {
        if (!(old instanceof ServerConsumer reader)
                || Objects.equals(reader.getConnectionID(), coming.getID())) {
            return;
        }
        ServerSession session = server.getSessionByID(reader.getSessionID());
        if (session == null || !line.equals(session.getMetaData(LINE))) {
            return;
        }
        try {
            session.close(true);
        } catch (Exception failed) {
            // It was closed by someone else, or is about to be; the new reader tries again.
            System.getLogger(Successor.class.getName())
                    .log(System.Logger.Level.DEBUG, "a reader left behind was not ended", failed);
        }
    }
}
