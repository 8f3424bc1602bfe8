package mesh.artemis.link;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Reads what the broker gave a session within its process.
final class InnerInlet implements Inlet {
    private final InnerSession session;
    private final Ahead ahead;
    private final AtomicBoolean closed = new AtomicBoolean();

    InnerInlet(InnerSession session, Ahead ahead) {
        this.session = session;
        this.ahead = ahead;
    }

    @Override
    public Arrival receive(Duration patience) throws JMSException {
        boolean full = ahead.isFull();
        return taken(ahead.take(patience), full);
    }

    @Override
    public Arrival receiveNow() {
        boolean full = ahead.isFull();
        return taken(ahead.takeNow(), full);
    }

    private Arrival taken(Arrival arrival, boolean wasFull) {
        if (arrival != null) {
            session.took(arrival, wasFull && !ahead.isFull());
        }
        return arrival;
    }

    @Override
    public void close() throws JMSException {
        if (closed.compareAndSet(false, true)) {
            ahead.close();
            session.stopReading();
        }
    }
}
