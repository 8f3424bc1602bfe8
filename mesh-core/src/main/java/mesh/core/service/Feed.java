package mesh.core.service;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.core.EventView;

/// Tells listeners what was committed, in order. One that throws hears nothing more.
final class Feed {
    private static final Logger LOG = Logger.getLogger(Feed.class.getName());

    private final List<Consumer<List<EventView>>> listeners = new CopyOnWriteArrayList<>();

    AutoCloseable follow(Consumer<List<EventView>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Whether anybody listens; one who begins to afterwards reads the past first.
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    void tell(List<EventView> events) {
        if (events.isEmpty()) {
            return;
        }
        for (Consumer<List<EventView>> listener : listeners) {
            try {
                listener.accept(events);
            } catch (RuntimeException failed) {
                LOG.log(Level.FINE, "a listener is dropped", failed);
                listeners.remove(listener);
            }
        }
    }
}
