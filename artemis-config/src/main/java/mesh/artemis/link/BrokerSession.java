package mesh.artemis.link;

import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;

/// One session with the broker, for one thread at a time; another may close it.
interface BrokerSession extends AutoCloseable {
    /// What is known of a queue.
    ///
    /// @param filter null where it takes all, or does not exist
    record QueueState(boolean exists, String filter, int consumers) {}

    /// Reads a queue that is there.
    ///
    /// @param own whether the queue goes when the inlet is closed
    Inlet read(SimpleString queue, boolean own) throws ActiveMQException;

    QueueState look(SimpleString queue) throws ActiveMQException;

    void create(QueueConfiguration queue) throws ActiveMQException;

    void delete(SimpleString queue) throws ActiveMQException;

    /// Sends in the transaction of a session that has one, and hands over at once in another.
    ///
    /// @param address may name a queue of it, `address::queue`
    /// @param confirmed hears when the broker has it, on its disk where it is durable, or does not
    ///     take it; null where the transaction's end is enough
    void send(
            Outgoing message,
            String address,
            RoutingType routing,
            SendAcknowledgementHandler confirmed)
            throws JMSException;

    /// Ends the transaction: what was received is acknowledged, what was sent is there, and all of
    /// that is on the disk as far as it is durable.
    void commit() throws JMSException;

    /// Ends a transaction in which nothing was sent. What was received is acknowledged at once, or
    /// in a moment together with more: who is killed meanwhile gets it again, as after an
    /// acknowledgement that was lost.
    void done() throws JMSException;

    /// Ends the transaction: what was received comes again, what was sent was not.
    void rollback() throws JMSException;

    boolean isClosed();

    @Override
    void close() throws JMSException;
}
