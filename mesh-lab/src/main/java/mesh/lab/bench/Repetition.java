package mesh.lab.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import mesh.lab.bench.plan.BenchOptions;
import mesh.lab.bench.plan.Scale;
import mesh.lab.process.Launcher;

/// One part's turn in one repetition: what it is given, and where it puts what it found.
public final class Repetition implements AutoCloseable {
    private static final long PRIME = 31;

    private final int number;
    private final BenchOptions options;
    private final Launcher launcher;
    private final Path directory;
    private final Results results;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private boolean closed;

    Repetition(
            int number, BenchOptions options, Launcher launcher, Path directory, Results results) {
        this.number = number;
        this.options = options;
        this.launcher = launcher;
        this.directory = directory;
        this.results = results;
    }

    /// From 1.
    public int number() {
        return number;
    }

    public Scale scale() {
        return options.scale();
    }

    public Launcher launcher() {
        return launcher;
    }

    /// An empty one of its own; it is deleted afterwards.
    public Path directory() {
        return directory;
    }

    /// What is left to chance; another in each repetition, the same again for the same seed.
    public RandomGenerator chance() {
        return new SplittableRandom(options.seed() * PRIME + number);
    }

    /// Takes over what was started; it is ended when the part's turn is over, the last one first.
    public synchronized <T extends AutoCloseable> T own(T started) {
        if (closed) {
            end(started);
            throw new IllegalStateException("the benchmark was ended");
        }
        owned.push(started);
        return started;
    }

    /// A figure of this repetition.
    ///
    /// @param name of one of the part's measures
    public void put(String name, double value) {
        results.put(name, number, value);
    }

    /// A figure that this repetition has already, also of another part; empty where that part was
    /// left out or failed.
    public OptionalDouble value(String name) {
        return results.value(name, number);
    }

    /// Says why a figure has no value in this repetition.
    public void spoil(String name, String why) {
        results.fail("%s in repetition %d is void: %s".formatted(name, number, why));
    }

    /// A line for whoever looks on and for the report: what a figure alone does not tell.
    public void note(String line) {
        results.note(line);
    }

    /// A line for whoever looks on.
    public void say(String line) {
        results.say(line);
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!owned.isEmpty()) {
            end(owned.pop());
        }
    }

    private static void end(AutoCloseable started) {
        try {
            started.close();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (Exception failed) {
            throw new IllegalStateException("something did not end: " + failed, failed);
        }
    }
}
