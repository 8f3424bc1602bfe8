package mesh.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.cli.UserException;
import mesh.cli.place.DataDirectory;
import mesh.cli.run.ChildJvm;

/// A node as a process of its own, a child of this one.
final class NodeProcess implements AutoCloseable {
    private static final long GRACE_SECONDS = 8;

    /// A node is small and lives for a minute.
    private static final int HEAP_MIB = 256;

    private final String name;
    private final String can;
    private final Path output;
    private final Process process;

    private NodeProcess(String name, String can, Path output, Process process) {
        this.name = name;
        this.can = can;
        this.output = output;
        this.process = process;
    }

    /// Starts a node of the mesh in this directory.
    ///
    /// @param can what to call its capabilities
    /// @param options of `mesh worker`
    static NodeProcess start(DataDirectory data, String name, String can, String... options) {
        var worker = new ArrayList<String>();
        worker.addAll(
                List.of(
                        "worker",
                        "--data",
                        data.path().toString(),
                        "--name",
                        name,
                        "--ends-with",
                        String.valueOf(ProcessHandle.current().pid())));
        worker.addAll(List.of(options));
        Path output = data.path().resolve(name + ".out");
        var builder =
                new ProcessBuilder(ChildJvm.command(HEAP_MIB, worker))
                        // Away from the user's mesh.yaml, and below from the user's settings.
                        .directory(data.path().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("MESH_"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new NodeProcess(name, can, output, process);
        } catch (IOException failed) {
            throw UserException.failed(
                    "the node %s cannot be started: %s".formatted(name, failed.getMessage()),
                    failed);
        }
    }

    String name() {
        return name;
    }

    String can() {
        return can;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /// What it printed last, for whoever has to find out why it is not there.
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException silent) {
            return "";
        }
    }

    /// As `kill -9`: it has no chance to say anything to anybody.
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks it to end, so that all of them end at once and not one after the other.
    void askToEnd() {
        process.destroy();
    }

    /// Ends it, by force where asking does not help.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException hurried) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
