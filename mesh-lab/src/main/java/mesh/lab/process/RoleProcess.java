package mesh.lab.process;

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

    /// As the exit code of who ends by SIGKILL is told.
    private static final int KILLED = 128 + 9;

    private final String name;
    private final List<String> command;
    private final Path output;
    private Process process;
    private Keeper keeper;
    private Process struck;
    private Process hung;
    private boolean mayEnd = true;
    private boolean closed;
    private int starts;

    /// One that is not started yet.
    ///
    /// @param directory where it works, and where what it prints goes
    public RoleProcess(String name, List<String> command, Path directory) {
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
    ///
    /// @return whether that ended it; false where it was dead before, or ended by itself meanwhile
    public synchronized boolean kill() {
        strike();
        if (struck == null) {
            return false;
        }
        boolean killed = await(GRACE) && process.exitValue() == KILLED;
        mayEnd = killed;
        struck = null;
        return killed;
    }

    /// The same, without waiting for its end.
    public synchronized void strike() {
        if (alive()) {
            mayEnd = true;
            struck = process;
            hung = null;
            process.destroyForcibly();
            unkept();
        }
    }

    /// SIGSTOP: it keeps its connections and does nothing.
    ///
    /// @return whether it does nothing now; false where it was dead or could not be stopped
    public synchronized boolean hang() {
        if (!alive()) {
            return false;
        }
        unkept();
        keeper = new Keeper(ProcessHandle.current().pid(), process.pid());
        if (!signal("STOP")) {
            unkept();
            return false;
        }
        hung = process;
        return true;
    }

    /// SIGCONT.
    ///
    /// @return whether it hung until now; false where it did not, or was killed meanwhile
    public synchronized boolean wake() {
        boolean woken = signal("CONT") && hung == process;
        hung = null;
        unkept();
        return woken;
    }

    private void unkept() {
        if (keeper != null) {
            keeper.close();
            keeper = null;
        }
    }

    private boolean signal(String signal) {
        if (!alive()) {
            return false;
        }
        try {
            return new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException failed) {
            throw new UncheckedIOException("no signal can be sent to the " + name, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
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
    public synchronized void askToEnd() {
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
