package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.util.concurrent.CompletableFuture;

/// One life of a line's connection, from when it is made until it is lost or closed.
interface Life {
    /// Completes when the connection is lost, or is taken for that.
    CompletableFuture<Void> broken();

    /// @param transacted whether what it reads and sends is a transaction, until it is ended
    BrokerSession session(boolean transacted) throws JMSException;

    void close();
}
