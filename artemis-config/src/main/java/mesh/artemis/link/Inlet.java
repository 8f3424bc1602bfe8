package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.time.Duration;

/// What one thread reads a queue by; another may close it.
interface Inlet extends AutoCloseable {
    /// Waits for a message. It is acknowledged in the session's transaction.
    ///
    /// @return null where none came in time, where the thread was interrupted, or this was closed
    /// @throws JMSException when the broker has ended it
    Arrival receive(Duration patience) throws JMSException;

    /// A message that has come already; null where none has.
    Arrival receiveNow() throws JMSException;

    @Override
    void close() throws JMSException;
}
