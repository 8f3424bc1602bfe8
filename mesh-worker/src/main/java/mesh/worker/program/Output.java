package mesh.worker.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes what a program prints on one of its two streams, on a thread of its own, until it ends or
/// the budget that both streams share is used up.
///
/// The threads are platform threads: a read of a pipe holds its carrier, and a few hundred quiet
/// programs would hold all of them.
final class Output {
    private static final int CHUNK = 16 * 1024;

    private final Process process;
    private final InputStream stream;
    private final AtomicInteger budget;
    private final Runnable flooded;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final Thread thread;
    private volatile Throwable failure;

    /// @param budget how many bytes may still come, on all streams that share it
    /// @param flooded called once by each stream that meets the end of the budget
    Output(Process process, InputStream stream, AtomicInteger budget, Runnable flooded) {
        this.process = process;
        this.stream = stream;
        this.budget = budget;
        this.flooded = flooded;
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
                process.waitFor();
                drain();
            }
        } catch (Throwable failed) {
            // Half an output must not pass for the whole of it, and nobody empties the pipe now.
            failure = failed;
            process.destroyForcibly();
        }
    }

    /// Whether the stream came to its end within the budget.
    private boolean drain() {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                if (budget.addAndGet(-count) < 0) {
                    flooded.run();
                    return false;
                }
                synchronized (taken) {
                    taken.write(chunk, 0, count);
                }
            }
            return true;
        } catch (IOException closed) {
            return true;
        }
    }

    /// What was printed, once the stream has ended or this much time is over. It is not over by
    /// then where something that escaped from the program's group still holds the stream.
    ///
    /// @throws IllegalStateException when it could not be taken, as where memory is short
    byte[] within(Duration patience) throws InterruptedException {
        thread.join(patience);
        if (failure != null) {
            throw new IllegalStateException(
                    "the program's output could not be taken: " + failure, failure);
        }
        synchronized (taken) {
            return taken.toByteArray();
        }
    }
}
