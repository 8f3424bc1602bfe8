package mesh.worker.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes what a program prints on one of its two streams, on a thread of its own, until it ends or
/// the budget that both streams share is used up. Marked lines are handed on as they come.
///
/// The threads are platform threads: a read of a pipe holds its carrier, and a few hundred quiet
/// programs would hold all of them.
final class Output {
    private static final int CHUNK = 16 * 1024;

    /// How long a stream must have been quiet to be taken for held by somebody who prints nothing.
    private static final Duration QUIET = Duration.ofMillis(50);

    private final Process process;
    private final InputStream stream;
    private final AtomicInteger budget;
    private final Runnable flooded;
    private final Optional<Splitter> splitter;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final Thread thread;
    private volatile Throwable failure;
    private volatile boolean reading;
    private volatile long reads;

    /// @param budget how many bytes may still come, on all streams that share it
    /// @param flooded called once by each stream that meets the end of the budget
    Output(Process process, InputStream stream, AtomicInteger budget, Runnable flooded) {
        this(process, stream, budget, flooded, Optional.empty());
    }

    /// @param marked hears marked lines; when it wants no more, the program is killed
    Output(
            Process process,
            InputStream stream,
            AtomicInteger budget,
            Runnable flooded,
            Optional<Marked> marked) {
        this.process = process;
        this.stream = stream;
        this.budget = budget;
        this.flooded = flooded;
        this.splitter = marked.map(Splitter::new);
        this.thread = Thread.ofPlatform().daemon().name("program-output").unstarted(this::take);
    }

    Output start() {
        thread.start();
        return this;
    }

    private void take() {
        try {
            if (drain()) {
                // When a process ends, Java moves what is left in the pipe aside and closes it; a
                // read that this overtakes sees the end too early. So: once more, after the end.
                int exit = process.waitFor();
                if (drain() && splitter.isPresent()) {
                    var rest = new ByteArrayOutputStream();
                    splitter.get().end(exit == 0, rest);
                    keep(rest.toByteArray(), rest.size());
                }
            }
        } catch (Throwable failed) {
            // Half an output must not pass for the whole of it, and nobody empties the pipe now.
            failure = failed;
            process.destroyForcibly();
        }
    }

    /// Whether the stream came to its end within the budget, and nobody wanted it to stop.
    private boolean drain() {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int count = read(chunk); count >= 0; count = read(chunk)) {
                if (!handle(chunk, count)) {
                    return false;
                }
            }
            return true;
        } catch (IOException closed) {
            return true;
        }
    }

    private int read(byte[] chunk) throws IOException {
        reading = true;
        try {
            return stream.read(chunk);
        } finally {
            reads = reads + 1;
            reading = false;
        }
    }

    private boolean handle(byte[] chunk, int count) {
        if (splitter.isEmpty()) {
            return keep(chunk, count);
        }
        var rest = new ByteArrayOutputStream();
        boolean wanted = splitter.get().take(chunk, count, rest);
        if (!wanted) {
            process.destroyForcibly();
        }
        return keep(rest.toByteArray(), rest.size()) && wanted;
    }

    private boolean keep(byte[] bytes, int count) {
        if (budget.addAndGet(-count) < 0) {
            flooded.run();
            return false;
        }
        synchronized (taken) {
            taken.write(bytes, 0, count);
        }
        return true;
    }

    /// What was printed, once the stream has ended and everything that was read is handed on. Where
    /// something that escaped from the program's group still holds the stream and prints nothing,
    /// what there was after this much time.
    ///
    /// @throws IllegalStateException when it could not be taken, as where memory is short
    byte[] within(Duration patience) throws InterruptedException {
        boolean ended = thread.join(patience);
        while (!ended && !quiet()) {
            ended = thread.join(QUIET);
        }
        if (failure != null) {
            throw new IllegalStateException(
                    "the program's output could not be taken: " + failure, failure);
        }
        synchronized (taken) {
            return taken.toByteArray();
        }
    }

    private boolean quiet() throws InterruptedException {
        long before = reads;
        return reading && !thread.join(QUIET) && reading && reads == before;
    }

    /// Waits until what was printed is handed on, but no longer than this.
    void awaitEnd(Duration patience) throws InterruptedException {
        thread.join(patience);
    }
}
