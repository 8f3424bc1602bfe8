package mesh.artemis.link;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.concurrent.CompletableFuture;
import mesh.artemis.broker.Successor;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/// A connection of the client library.
///
/// @param factory made this one connection, and ends with it
/// @param identity of its line; null where nothing is read
record RemoteLife(
        ActiveMQConnectionFactory factory,
        Connection connection,
        CompletableFuture<Void> broken,
        String name,
        String identity)
        implements Life {

    @Override
    public BrokerSession session(boolean transacted) throws JMSException {
        int mode = transacted ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE;
        try {
            // Only ever made by this library's factory.
            var session = (ActiveMQSession) connection.createSession(mode);
            ClientSession core = session.getCoreSession();
            core.addMetaData(ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY, name);
            if (identity != null) {
                core.addMetaData(Successor.LINE, identity);
            }
            return new RemoteSession(session);
        } catch (JMSException | ActiveMQException failed) {
            broken.complete(null);
            if (failed instanceof JMSException asIs) {
                throw asIs;
            }
            throw Failures.jms(failed);
        }
    }

    @Override
    public void close() {
        close(connection, factory);
    }

    static void close(Connection connection, ActiveMQConnectionFactory factory) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (JMSException alreadyGone) {
            // It was to be closed, and the broker did it first.
        } finally {
            factory.close();
        }
    }
}
