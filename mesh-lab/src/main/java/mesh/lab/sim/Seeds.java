package mesh.lab.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Many runs, one seed after another, on as many threads as wanted: each run has all it needs to
/// itself, so that it is the same whatever runs beside it.
public final class Seeds {
    /// What the mesh says of the faults that it is made to have would be all that one sees.
    private static final Logger MESH = Logger.getLogger("mesh");

    private Seeds() {}

    /// What came of many runs.
    ///
    /// @param broken those in which an invariant was, by seed
    /// @param virtualSeconds of all of them
    public record Summary(
            int runs, List<Outcome> broken, long steps, double virtualSeconds, Duration took) {

        public double runsASecond() {
            return runs / (took.toNanos() / 1e9);
        }
    }

    /// Runs so many seeds.
    ///
    /// @param each hears of every run, on any thread, one at a time
    /// @throws IllegalStateException where the simulator itself fails, naming the seed
    public static Summary run(
            long first, int many, Options options, int threads, Consumer<Outcome> each) {
        long began = System.nanoTime();
        var next = new AtomicLong(first);
        var gathered = new Gathered(each);
        quietly(() -> together(threads, () -> work(next, first + many, options, gathered)));
        return gathered.summary(Duration.ofNanos(System.nanoTime() - began));
    }

    private static void quietly(Runnable what) {
        Level before = MESH.getLevel();
        MESH.setLevel(Level.OFF);
        try {
            what.run();
        } finally {
            MESH.setLevel(before);
        }
    }

    private static void together(int threads, Runnable work) {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            var workers = new ArrayList<CompletableFuture<Void>>();
            for (int n = 0; n < threads; n++) {
                workers.add(CompletableFuture.runAsync(work, pool));
            }
            workers.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof IllegalStateException own
                    ? own
                    : new IllegalStateException(failed.getCause());
        }
    }

    private static void work(AtomicLong next, long end, Options options, Gathered gathered) {
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            gathered.add(one(seed, options, 0));
        }
    }

    private static Outcome one(long seed, Options options, int lines) {
        try {
            return Simulation.run(seed, options, lines);
        } catch (RuntimeException | Error failed) {
            throw new IllegalStateException(
                    "seed " + seed + " could not be run: " + failed, failed);
        }
    }

    /// Runs one seed and keeps its last steps in words.
    public static Outcome replay(long seed, Options options, int lines) {
        var outcome = new AtomicReference<Outcome>();
        quietly(() -> outcome.set(one(seed, options, lines)));
        return outcome.get();
    }

    /// Runs seeds until an invariant is broken. Its parameters and its answer are of no class of
    /// the mesh, so that it can be called in a mesh that another class loader has changed.
    ///
    /// @return the lowest such seed, the invariant and what was seen; null where nothing was
    public static String[] hunt(long first, int most, int threads) {
        var lowest = new AtomicReference<Outcome>();
        quietly(() -> hunt(new AtomicLong(first), first + most, threads, lowest));
        Outcome found = lowest.get();
        if (found == null) {
            return null;
        }
        var broken = found.broken().orElseThrow();
        return new String[] {
            Long.toString(found.seed()), broken.invariant().wireName(), broken.detail()
        };
    }

    private static void hunt(
            AtomicLong next, long end, int threads, AtomicReference<Outcome> lowest) {
        together(
                threads,
                () -> {
                    for (long seed = next.getAndIncrement();
                            seed < end && !isBelow(lowest.get(), seed);
                            seed = next.getAndIncrement()) {
                        Outcome outcome = one(seed, Options.NONE, 0);
                        if (outcome.broken().isPresent()) {
                            lowest.accumulateAndGet(
                                    outcome, (a, b) -> isBelow(a, b.seed()) ? a : b);
                        }
                    }
                });
    }

    private static boolean isBelow(Outcome found, long seed) {
        return found != null && found.seed() < seed;
    }

    private static final class Gathered {
        private final Consumer<Outcome> each;
        private final List<Outcome> broken = new ArrayList<>();
        private int runs;
        private long steps;
        private double virtualSeconds;

        Gathered(Consumer<Outcome> each) {
            this.each = each;
        }

        synchronized void add(Outcome outcome) {
            runs++;
            steps += outcome.steps();
            virtualSeconds += outcome.virtualSeconds();
            if (outcome.broken().isPresent()) {
                broken.add(outcome);
            }
            each.accept(outcome);
        }

        synchronized Summary summary(Duration took) {
            broken.sort(Comparator.comparingLong(Outcome::seed));
            return new Summary(runs, List.copyOf(broken), steps, virtualSeconds, took);
        }
    }
}
