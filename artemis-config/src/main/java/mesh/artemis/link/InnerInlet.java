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
        Duration lag = session.lagLeft();
        boolean lags = lag != null && lag.compareTo(patience) < 0;
        Arrival next = ahead.take(lags ? lag : patience);
        if (next == null && lags) {
            session.catchUp();
        }
        return taken(next);
    }

    @Override
    public Arrival receiveNow() {
        return taken(ahead.takeNow());
    }

    private Arrival taken(Arrival arrival) {
        if (arrival != null) {
            session.took(arrival, ahead.roomAgain());
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
