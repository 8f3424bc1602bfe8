package mesh.lab.bench.client;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import mesh.lab.process.Timing;

/// Asks a mesh for its counts, as often as somebody needs to know them: forty times a second it
/// takes some hundredths of a processor on both sides.
public final class StatsWatch implements Closeable {
    private static final Duration OFTEN = Duration.ofMillis(25);
    private static final Duration SELDOM = Duration.ofMillis(250);

    private final Connection connection;
    private final byte[] request;
    private final Thread thread;
    private volatile Duration every = OFTEN;
    private volatile Reading last;
    private volatile boolean closed;
    private volatile IOException failed;

    public StatsWatch(Site site) throws IOException {
        connection = new Connection(site);
        request = site.get("/v1/stats");
        last = Reading.take(connection, request);
        thread = Thread.ofPlatform().daemon().name("stats-watch").start(this::watch);
    }

    private void watch() {
        try {
            while (!closed) {
                Timing.pause(every);
                last = Reading.take(connection, request);
            }
        } catch (IOException gone) {
            failed = gone;
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks often, as who submits without end has to know how many are under way, or seldom.
    public void often(boolean often) {
        every = often ? OFTEN : SELDOM;
    }

    /// The newest.
    ///
    /// @throws IOException where the mesh does not answer any more
    public Reading now() throws IOException {
        if (failed != null) {
            throw new IOException("the mesh does not answer: " + failed.getMessage(), failed);
        }
        return last;
    }

    /// The first that was asked for after this call.
    public Reading next() throws IOException, InterruptedException {
        long asked = System.nanoTime();
        while (now().nanos() - asked < 0) {
            Timing.pause(Duration.ofMillis(1));
        }
        return last;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        thread.interrupt();
        connection.close();
    }
}
