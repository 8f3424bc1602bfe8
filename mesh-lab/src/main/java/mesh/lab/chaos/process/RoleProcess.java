package mesh.lab.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One role of the mesh as a process, started again and again by the same command.
public final class RoleProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final int LAST_LINES = 8;

    private final String name;
    private final List<String> command;
    private final Path output;
    private Process process;
    private Keeper keeper;
    private boolean mayEnd = true;
    private boolean closed;
    private int starts;

    RoleProcess(String name, List<String> command, Path directory) {
        this.name = name;
        this.command = List.copyOf(command);
        this.output = directory.resolve(name + ".out");
    }

    public String name() {
        return name;
    }

    public synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    public synchronized boolean alive() {
        return process != null && process.isAlive();
    }

    public synchronized int starts() {
        return starts;
    }

    /// Starts it where it does not run.
    public synchronized void start() {
        if (alive() || closed) {
            return;
        }
        var builder =
                new ProcessBuilder(command)
                        .directory(output.getParent().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("MESH_"));
        try {
            process = builder.start();
            process.getOutputStream().close();
            starts++;
            mayEnd = false;
        } catch (IOException failed) {
            throw new UncheckedIOException("the " + name + " cannot be started", failed);
        }
    }

    /// As `kill -9`: it has no chance to say anything to anybody. Returns when it is gone.
    public synchronized void kill() {
        strike();
        if (process != null) {
            await(GRACE);
        }
    }

    /// The same, without waiting for its end.
    public synchronized void strike() {
        mayEnd = true;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /// SIGSTOP: it keeps its connections and does nothing.
    public synchronized void hang() {
        if (alive()) {
            unkept();
            keeper = new Keeper(ProcessHandle.current().pid(), process.pid());
            signal("STOP");
        }
    }

    /// SIGCONT.
    public synchronized void wake() {
        signal("CONT");
        unkept();
    }

    private void unkept() {
        if (keeper != null) {
            keeper.close();
            keeper = null;
        }
    }

    private void signal(String signal) {
        if (!alive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException("no signal can be sent to the " + name, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// What to say where it ended though nobody ended it; told once.
    public synchronized Optional<String> unexpectedEnd() {
        if (mayEnd || closed || process == null || process.isAlive()) {
            return Optional.empty();
        }
        mayEnd = true;
        return Optional.of(
                "the %s ended by itself with exit code %d: %s"
                        .formatted(name, process.exitValue(), lastWords()));
    }

    /// What it printed last.
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            return String.join(
                    " | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException silent) {
            return "";
        }
    }

    private boolean await(Duration most) {
        try {
            return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Asks it to end, so that all end at once and not one after the other.
    synchronized void askToEnd() {
        closed = true;
        wake();
        if (process != null) {
            process.destroy();
        }
    }

    /// Ends it for good, by force where asking does not help.
    @Override
    public synchronized void close() {
        askToEnd();
        if (process != null && !await(GRACE)) {
            process.destroyForcibly();
            await(GRACE);
        }
    }
}
