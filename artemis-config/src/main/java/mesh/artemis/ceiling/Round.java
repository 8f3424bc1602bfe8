package mesh.artemis.ceiling;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import java.util.List;
import mesh.artemis.link.LinkConfiguration;
import mesh.protocol.Address;
import mesh.protocol.link.LinkException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/// What both ends of the round trip share.
final class Round {
    /// Where work goes out: a queue.
    static final String OUT = Address.BIDS;

    /// Where replies come back: a topic.
    static final String BACK = Address.CALLS;

    /// The durable shared subscription that gathers the replies.
    static final String SUBSCRIPTION = "ceiling";

    /// How many messages make one acknowledgement, where so many are there.
    static final int BATCH = 100;

    /// How long a batch waits for company.
    static final int MOMENT_MILLIS = 1;

    /// How soon a thread notices that it is over.
    static final int PATIENCE_MILLIS = 50;

    private static final int CONFIRMATIONS = 10 << 20;

    private Round() {}

    /// A connection whose sends and acknowledgements wait for nobody.
    static Connection connect(LinkConfiguration to) throws JMSException {
        Connection connection = factory(to.url()).createConnection(to.user(), to.password());
        connection.start();
        return connection;
    }

    private static ActiveMQConnectionFactory factory(String url) {
        var factory = new ActiveMQConnectionFactory(url);
        factory.setBlockOnDurableSend(false);
        factory.setBlockOnAcknowledge(false);
        factory.setConfirmationWindowSize(CONFIRMATIONS);
        factory.setProducerWindowSize(-1);
        factory.setReconnectAttempts(0);
        factory.setUseTopologyForLoadBalancing(false);
        return factory;
    }

    static void durableAndPlain(MessageProducer out) throws JMSException {
        out.setDeliveryMode(DeliveryMode.PERSISTENT);
        out.setDisableMessageTimestamp(true);
    }

    /// Threads first: what is closed under a thread complains.
    static void close(Connection connection, List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
            connection.close();
        } catch (JMSException gone) {
            throw new LinkException("a connection did not end: " + gone.getMessage(), gone);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    static LinkException absent(JMSException why) {
        return new LinkException("the broker does not answer: " + why.getMessage(), why);
    }
}
