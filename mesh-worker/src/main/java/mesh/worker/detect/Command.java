package mesh.worker.detect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Asks a program of this machine about this machine, as its owner would: with the node's own path
/// and environment, unlike what a job runs.
final class Command {
    private static final int MOST_BYTES = 64 * 1024;

    private Command() {}

    /// What a command printed to standard output; empty where there is no such program, it failed,
    /// or it was not done in time.
    static Optional<String> output(Duration limit, List<String> command) {
        Process process;
        try {
            var builder = new ProcessBuilder(command);
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            process = builder.start();
        } catch (IOException _) {
            return Optional.empty();
        }
        try {
            process.getOutputStream().close();
            process.onExit()
                    .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                    .thenAccept(ended -> killUnless(ended != null, process));
            byte[] output = process.getInputStream().readNBytes(MOST_BYTES);
            return process.waitFor() == 0
                    ? Optional.of(new String(output, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }

    /// A shim's own child would hold the output open.
    private static void killUnless(boolean ended, Process process) {
        if (!ended) {
            List<ProcessHandle> offspring = process.descendants().toList();
            process.destroyForcibly();
            offspring.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
