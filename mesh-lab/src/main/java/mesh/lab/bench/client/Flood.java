package mesh.lab.bench.client;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import mesh.lab.process.Timing;

/// Submits jobs as fast as the mesh takes them, from some clients that each wait for an answer
/// before the next call, as long as not too many are under way.
public final class Flood implements Closeable {
    private static final int SAMPLE = 64;
    private static final Duration A_BIT = Duration.ofMillis(2);

    private final Site site;
    private final StatsWatch stats;
    private final int perCall;
    private final int inFlight;
    private final long before;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong submitted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicReferenceArray<byte[]> answers = new AtomicReferenceArray<>(SAMPLE);
    private volatile boolean over;
    private volatile Exception failed;

    /// Begins at once.
    ///
    /// @param perCall jobs in one call
    /// @param inFlight how many may be submitted and not settled, about
    public Flood(Site site, StatsWatch stats, int clients, int perCall, int inFlight)
            throws IOException {
        this.site = site;
        this.stats = stats;
        this.perCall = perCall;
        this.inFlight = inFlight;
        this.before = stats.now().succeeded();
        for (int client = 1; client <= clients; client++) {
            threads.add(Thread.ofPlatform().daemon().name("client-" + client).start(this::client));
        }
    }

    private void client() {
        byte[] request = Work.request(site, perCall);
        try (var connection = new Connection(site)) {
            for (long call = 0; !over; call++) {
                if (submitted.get() - (stats.now().succeeded() - before) > inFlight) {
                    Timing.pause(A_BIT);
                } else {
                    call(connection, request);
                }
            }
        } catch (IOException | RuntimeException unexpected) {
            failed = unexpected;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(Connection connection, byte[] request)
            throws IOException, InterruptedException {
        Answer answer = connection.send(request);
        if (answer.busy()) {
            refused.incrementAndGet();
            Timing.pause(Duration.ofSeconds(Math.max(1, answer.retryAfter())));
            return;
        }
        long before = submitted.getAndAdd(perCall);
        answers.set((int) (before / perCall % SAMPLE), answer.orFail().body());
    }

    /// Ends it: what was begun is answered still.
    ///
    /// @throws IOException where a client was answered with something else than it should
    public void end() throws IOException, InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (failed != null) {
            throw new IOException("a client failed: " + failed.getMessage(), failed);
        }
    }

    /// Jobs that were answered with 202.
    public long submitted() {
        return submitted.get();
    }

    /// Calls that were answered with 429 or 503.
    public long refused() {
        return refused.get();
    }

    /// The answers to the last calls, as far as they are kept: a sample.
    public List<byte[]> answers() {
        return IntStream.range(0, SAMPLE).mapToObj(answers::get).filter(Objects::nonNull).toList();
    }

    @Override
    public void close() {
        over = true;
        threads.forEach(Thread::interrupt);
    }
}
