package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/// A session of the client library.
final class RemoteSession implements BrokerSession {

    private final ActiveMQSession session;
    private final ClientSession core;
    private ClientProducer producer;

    RemoteSession(ActiveMQSession session) {
        this.session = session;
        this.core = session.getCoreSession();
    }

    @Override
    public Inlet read(SimpleString queue, boolean own) throws ActiveMQException {
        return RemoteInlet.open(core, queue, own);
    }

    @Override
    public QueueState look(SimpleString queue) throws ActiveMQException {
        ClientSession.QueueQuery there = core.queueQuery(queue);
        return new QueueState(
                there.isExists(),
                Objects.toString(there.getFilterString(), null),
                there.getConsumerCount());
    }

    @Override
    public void create(QueueConfiguration queue) throws ActiveMQException {
        core.createQueue(queue);
    }

    @Override
    public void delete(SimpleString queue) throws ActiveMQException {
        core.deleteQueue(queue);
    }

    @Override
    public void send(
            Outgoing message,
            String address,
            RoutingType routing,
            SendAcknowledgementHandler confirmed)
            throws JMSException {
        ClientMessage written = core.createMessage(message.type(), message.durable());
        message.write(written);
        send(written, address, routing, confirmed);
    }

    private void send(
            ClientMessage message,
            String address,
            RoutingType routing,
            SendAcknowledgementHandler confirmed)
            throws JMSException {
        Outgoing.head(message, routing);
        try {
            if (producer == null) {
                producer = core.createProducer();
            }
            SimpleString to = SimpleString.of(address);
            if (confirmed == null) {
                producer.send(to, message);
            } else {
                producer.send(to, message, confirmed);
            }
        } catch (ActiveMQException refused) {
            throw Failures.jms(refused);
        }
    }

    @Override
    public void commit() throws JMSException {
        session.commit();
    }

    @Override
    public void done() throws JMSException {
        commit();
    }

    @Override
    public void rollback() throws JMSException {
        session.rollback();
    }

    @Override
    public boolean isClosed() {
        return core.isClosed();
    }

    @Override
    public void close() throws JMSException {
        session.close();
    }
}
