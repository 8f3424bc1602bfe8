package mesh.artemis.link;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;

/// A connection within the process, and the sessions that end with it.
final class InnerLife implements Life {
    private final ActiveMQServer server;
    private final InnerConnection connection;
    private final LinkConfiguration party;
    private final CompletableFuture<Void> broken;
    private final Set<InnerSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    InnerLife(
            ActiveMQServer server,
            InnerConnection connection,
            LinkConfiguration party,
            CompletableFuture<Void> broken) {
        this.server = server;
        this.connection = connection;
        this.party = party;
        this.broken = broken;
    }

    @Override
    public CompletableFuture<Void> broken() {
        return broken;
    }

    @Override
    public BrokerSession session(boolean transacted) throws JMSException {
        var ahead = new Ahead();
        try {
            ServerSession made =
                    server.createSession(
                            UUID.randomUUID().toString(),
                            party.user(),
                            party.password(),
                            Factories.LARGE,
                            connection,
                            !transacted,
                            !transacted,
                            false,
                            false,
                            null,
                            ahead,
                            false,
                            server.newOperationContext(),
                            Map.of(),
                            null,
                            null,
                            false);
            made.addMetaData(ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY, party.name());
            var session =
                    new InnerSession(made, server.getStorageManager(), ahead, sessions::remove);
            sessions.add(session);
            if (closed) {
                session.close();
                throw new IllegalStateException("the link of " + party.name() + " is closed");
            }
            return session;
        } catch (JMSException asIs) {
            throw asIs;
        } catch (Exception failed) {
            broken.complete(null);
            throw Failures.jms(failed);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (InnerSession session : sessions) {
            try {
                session.close();
            } catch (JMSException alreadyGone) {
                // It went with its broker.
            }
        }
        connection.leave();
        broken.complete(null);
    }
}
