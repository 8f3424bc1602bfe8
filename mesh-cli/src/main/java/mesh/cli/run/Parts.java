package mesh.cli.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/// What was started, to be ended in the opposite order, each whatever the others do.
public final class Parts implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Parts.class.getName());

    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean closed;

    private record Part(String name, AutoCloseable closing) {}

    /// Takes over what was started; where all has ended meanwhile, it is ended at once.
    public synchronized <T extends AutoCloseable> T add(String name, T started) {
        var part = new Part(name, started);
        if (closed) {
            close(part);
        } else {
            parts.push(part);
        }
        return started;
    }

    /// Ends all of it, the last one first.
    @Override
    public synchronized void close() {
        closed = true;
        while (!parts.isEmpty()) {
            close(parts.pop());
        }
    }

    private static void close(Part part) {
        try {
            part.closing().close();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (Exception failed) {
            LOG.log(Level.WARNING, "the " + part.name() + " did not end cleanly", failed);
        }
    }
}
