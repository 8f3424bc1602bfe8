package mesh.lab.chaos.load;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import mesh.lab.process.Timing;

/// Submits jobs at a steady rate whatever the mesh answers, as the world does: the rate does not
/// fall because the mesh is slow.
public final class Load implements AutoCloseable {
    /// Orders under way at most; beyond it, what is due is not submitted, and counted.
    private static final int MOST_UNDER_WAY = 5_000;

    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final int perSecond;
    private final long seed;
    private final JobMix mix;
    private final Ledger ledger;
    private final Clients clients;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile int submitted;

    /// @param troubled whether something is down just now
    public Load(MeshHttp http, Ledger ledger, int perSecond, long seed, BooleanSupplier troubled) {
        this.perSecond = perSecond;
        this.seed = seed;
        this.mix = new JobMix(seed);
        this.ledger = ledger;
        this.clients = new Clients(http, ledger, troubled, PATIENCE);
    }

    /// How many jobs were to be submitted so far.
    public int submitted() {
        return submitted;
    }

    /// Submits for so long; returns when the last order has gone out. Where that ends early it is a
    /// finding, as a run without load proves nothing.
    public void run(Duration length) {
        try {
            submit(length);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failed) {
            ledger.finding("the load ended after %d jobs: %s".formatted(submitted, failed));
        }
    }

    private void submit(Duration length) throws InterruptedException {
        long begin = System.nanoTime();
        int job = 0;
        for (int number = 0; ; number++) {
            long due = begin + job * TimeUnit.SECONDS.toNanos(1) / perSecond;
            if (due - begin >= length.toNanos()) {
                return;
            }
            Timing.awaitNanoTime(due);
            Order order = Order.from(mix, seed, number, job);
            job += order.jobs().size();
            submitted = job;
            if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
                underWay.decrementAndGet();
                ledger.count("not submitted: too many orders under way");
            } else {
                threads.execute(() -> place(order, due));
            }
        }
    }

    private void place(Order order, long due) {
        try {
            clients.place(order, due);
        } catch (InterruptedException ended) {
            order.jobs().forEach(ledger::abandoned);
        } catch (RuntimeException unexpected) {
            ledger.finding("the client itself failed: " + unexpected);
        } finally {
            underWay.decrementAndGet();
        }
    }

    /// One job more for each node, which it alone can do: whatever was done to it, it must have
    /// come back to work.
    public void rollCall(int nodes) {
        for (int node = 0; node < nodes; node++) {
            JobMix.Wanted job = mix.rollCall(node);
            underWay.incrementAndGet();
            threads.execute(
                    () -> {
                        place(Order.of(job), System.nanoTime());
                        ledger.mustBeTaken(job);
                    });
        }
    }

    /// Waits until every client knows what became of its order, or has given up.
    public void drain() throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(PATIENCE.toSeconds() * 3, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
