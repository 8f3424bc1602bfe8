package mesh.cli.whole;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.protocol.json.MeshJson;

/// One command of the command line as a process of its own, with what it prints kept for whoever
/// looks into a failure.
final class MeshProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    private MeshProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static MeshProcess start(Path directory, String... arguments) {
        return start(directory, List.of(), arguments);
    }

    /// @param before a command that starts another, such as one that limits what it may use
    static MeshProcess start(Path directory, List<String> before, String... arguments) {
        try {
            Path output = Files.createTempFile(directory, arguments[0], ".out");
            var command = new ArrayList<>(before);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(
                    List.of(
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "mesh.cli.Main"));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command);
            builder.directory(directory.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("MESH_"));
            builder.redirectInput(new File("/dev/null"));
            builder.redirectErrorStream(true).redirectOutput(output.toFile());
            return new MeshProcess(builder.start(), output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Starts one that offers endpoints under a data directory, and waits until it does.
    static MeshProcess ready(Path directory, Path data, String endpoint, String... arguments) {
        return ready(start(directory, arguments), data, endpoint, arguments[0]);
    }

    /// Waits until one that was started offers endpoints under a data directory.
    static MeshProcess ready(MeshProcess process, Path data, String endpoint, String role) {
        await().atMost(START)
                .until(() -> !process.isAlive() || !endpoint(data, endpoint).isEmpty());
        if (!process.isAlive()) {
            throw new AssertionError(role + " ended at its start:\n" + process.output());
        }
        return process;
    }

    /// An endpoint that a running mesh says it has, or an empty text.
    static String endpoint(Path data, String name) {
        return read(data.resolve("endpoints.json")).path(name).asText("");
    }

    static String credential(Path data, String name) {
        return read(data.resolve("credentials.json")).path(name).asText("");
    }

    private static JsonNode read(Path file) {
        try {
            return MeshJson.MAPPER.readTree(Files.exists(file) ? Files.readString(file) : "{}");
        } catch (IOException notYetWhole) {
            return MeshJson.MAPPER.createObjectNode();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Waits for its end and returns its exit code.
    int exit() {
        return exit(START);
    }

    int exit(Duration most) {
        try {
            if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /// As `kill -9` does.
    void kill() {
        process.destroyForcibly();
        exit();
    }

    /// As Ctrl-C does.
    int end() {
        process.destroy();
        return exit();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
