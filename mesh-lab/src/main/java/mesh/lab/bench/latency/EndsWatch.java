package mesh.lab.bench.latency;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import mesh.lab.bench.client.Connection;
import mesh.lab.bench.client.Site;

/// Hears of the end of each job from the mesh's stream of events, of which it asks for the ends
/// alone. Nothing is parsed but the job's id.
final class EndsWatch implements Closeable {
    private static final int BUFFER = 256 * 1024;
    private static final byte[] ID = "\"job\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_LENGTH = 36;
    private static final String SUCCEEDED = "event: succeeded";

    /// Whoever is told.
    @FunctionalInterface
    interface Ears {
        void ended(UUID job, long nanos);
    }

    private final Connection connection;
    private final InputStream events;
    private final Thread thread;
    private volatile String wrong;
    private volatile Ears ears = (_, _) -> {};

    EndsWatch(Site site) throws IOException {
        connection = new Connection(site);
        events = connection.follow(site.get("/v1/events?name=succeeded,failed,expired,cancelled"));
        thread = Thread.ofPlatform().daemon().name("ends-watch").start(this::read);
    }

    /// From now on these are told.
    void tell(Ears next) {
        ears = next;
    }

    /// What is not as it should be; null where nothing is.
    String wrong() {
        return wrong;
    }

    private void read() {
        var buffer = new byte[BUFFER];
        int kept = 0;
        boolean succeeded = false;
        try {
            for (int read = 0; read >= 0; read = events.read(buffer, kept, BUFFER - kept)) {
                long now = System.nanoTime();
                int end = kept + read;
                int begin = 0;
                for (int i = kept; i < end; i++) {
                    if (buffer[i] == '\n') {
                        succeeded = line(buffer, begin, i, succeeded, now);
                        begin = i + 1;
                    }
                }
                kept = end - begin;
                System.arraycopy(buffer, begin, buffer, 0, kept);
            }
            wrong = "the stream of events ended";
        } catch (IOException gone) {
            wrong = "the stream of events broke: " + gone.getMessage();
        }
    }

    /// @return whether the event that goes on is a good end
    private boolean line(byte[] buffer, int from, int to, boolean succeeded, long now) {
        if (to > from && buffer[from] == 'e') {
            String name = new String(buffer, from, to - from, StandardCharsets.US_ASCII);
            if (!name.equals(SUCCEEDED)) {
                wrong = "a job did not succeed: " + name;
            }
            return name.equals(SUCCEEDED);
        }
        if (to > from && buffer[from] == 'd' && succeeded) {
            int id = indexOf(buffer, from, to) + ID.length;
            ears.ended(
                    UUID.fromString(new String(buffer, id, ID_LENGTH, StandardCharsets.US_ASCII)),
                    now);
        }
        return succeeded;
    }

    private static int indexOf(byte[] buffer, int from, int to) {
        for (int i = from; i < to - ID.length - ID_LENGTH; i++) {
            int same = 0;
            while (same < ID.length && buffer[i + same] == ID[same]) {
                same++;
            }
            if (same == ID.length) {
                return i;
            }
        }
        throw new IllegalStateException("an event names no job");
    }

    @Override
    public void close() throws IOException {
        connection.close();
        thread.interrupt();
    }
}
