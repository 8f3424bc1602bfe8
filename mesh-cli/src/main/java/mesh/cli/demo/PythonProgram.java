package mesh.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mesh.cli.UserException;
import mesh.worker.detect.Python;

/// Runs the machine's Python without any mesh.
final class PythonProgram {
    private PythonProgram() {}

    static String run(Python python, String... arguments) {
        return run(python, "", List.of(arguments));
    }

    /// Runs a program and gives what it printed.
    ///
    /// @throws UserException when it fails
    static String run(Python python, String input, List<String> arguments) {
        var command = new ArrayList<>(List.of(python.executable()));
        command.addAll(arguments);
        Process process = null;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            CompletableFuture<String> output = output(process);
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String printed = output.join();
            int exit = process.waitFor();
            if (exit != 0) {
                throw UserException.failed(
                        "%s ended with %d".formatted(String.join(" ", command), exit), null);
            }
            return printed;
        } catch (IOException failed) {
            throw UserException.failed(
                    python.executable() + " cannot be run: " + failed.getMessage(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw UserException.failed("interrupted", stopped);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    /// Reads beside the writing, for a program may print before it has read everything.
    private static CompletableFuture<String> output(Process process) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new String(
                                process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException gone) {
                        throw new UncheckedIOException(gone);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }
}
