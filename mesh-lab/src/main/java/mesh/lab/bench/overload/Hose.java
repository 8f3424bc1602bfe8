package mesh.lab.bench.overload;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import mesh.lab.bench.client.Answer;
import mesh.lab.bench.client.Connection;
import mesh.lab.bench.client.Site;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Clients that submit without pause and do not heed what they are told: after a refusal the next
/// call follows at once.
final class Hose implements Closeable {
    private static final int DIGITS = 3;

    private final Site site;
    private final byte[] request;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong strange = new AtomicLong();
    private final Histogram nanos = new ConcurrentHistogram(DIGITS);
    private volatile boolean over;
    private volatile String lastStrange;

    /// Begins at once.
    ///
    /// @param request what each of them sends, time and again
    Hose(Site site, byte[] request, int clients) {
        this.site = site;
        this.request = request;
        for (int client = 1; client <= clients; client++) {
            threads.add(Thread.ofPlatform().daemon().name("client-" + client).start(this::client));
        }
    }

    private void client() {
        try (var connection = new Connection(site)) {
            while (!over) {
                long begun = System.nanoTime();
                Answer answer = connection.send(request);
                nanos.recordValue(System.nanoTime() - begun);
                count(answer);
            }
        } catch (IOException gone) {
            strange.incrementAndGet();
            lastStrange = gone.toString();
        }
    }

    private void count(Answer answer) {
        if (answer.ok()) {
            taken.incrementAndGet();
        } else if (answer.busy() && answer.retryAfter() > 0) {
            refused.incrementAndGet();
        } else {
            strange.incrementAndGet();
            lastStrange = answer.status() + " " + answer.text();
        }
    }

    /// Ends it, once every call that was begun is answered.
    void end() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /// Calls that were answered with 202.
    long taken() {
        return taken.get();
    }

    /// Calls that were answered with 429 or 503, and told when to come again.
    long refused() {
        return refused.get();
    }

    /// Calls that were answered otherwise or not at all.
    long strange() {
        return strange.get();
    }

    /// The last answer of these; null where there was none.
    String lastStrange() {
        return lastStrange;
    }

    /// The time within which a share of the calls was answered.
    ///
    /// @param percent 0 to 100
    Duration answeredIn(double percent) {
        return Duration.ofNanos(nanos.getValueAtPercentile(percent));
    }

    @Override
    public void close() {
        over = true;
        threads.forEach(Thread::interrupt);
    }
}
