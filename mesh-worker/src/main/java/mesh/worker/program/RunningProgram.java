package mesh.worker.program;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A program from its start to its end.
final class RunningProgram {
    /// How long the streams may stay open after the program is gone.
    private static final Duration STREAMS = Duration.ofSeconds(2);

    /// How long what a stopped program printed last may take to be heard.
    private static final Duration LAST_WORDS = Duration.ofMillis(300);

    private static final int DEATH_SECONDS = 5;

    private final Process process;
    private final Program program;
    private final Optional<Watchdog> watchdog;
    private volatile boolean flooded;

    /// @param watchdog knows the program's group, where it leads one
    RunningProgram(Process process, Program program, Optional<Watchdog> watchdog) {
        this.process = process;
        this.program = program;
        this.watchdog = watchdog;
    }

    /// Waits for the end. However this returns, nothing that the program started is left.
    ///
    /// @throws InterruptedException when the attempt is stopped: the program has ended by itself
    ///     within its grace, or was killed. A second interrupt kills it at once
    ProgramEnd await() throws InterruptedException {
        var budget = new AtomicInteger(program.outputLimit());
        var stdout =
                new Output(process, process.getInputStream(), budget, this::flood, program.marked())
                        .start();
        var stderr = new Output(process, process.getErrorStream(), budget, this::flood).start();
        Thread.ofPlatform().daemon().name("program-input").start(this::feed);
        boolean inTime;
        try {
            inTime = process.waitFor(program.timeLimit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Farewell.say(process, watchdog, program.grace());
            throw stopped;
        } finally {
            end();
            stdout.awaitEnd(LAST_WORDS);
        }
        byte[] out = stdout.within(STREAMS);
        byte[] err = stderr.within(STREAMS);
        if (flooded) {
            return new ProgramEnd.TooMuchOutput(program.outputLimit());
        }
        return inTime
                ? new ProgramEnd.Exited(process.exitValue(), out, err)
                : new ProgramEnd.OutOfTime(program.timeLimit());
    }

    private void end() {
        kill();
        // Its directory is deleted next, so it is waited for; a killed program that hangs in the
        // operating system is not waited for long.
        process.onExit().completeOnTimeout(process, DEATH_SECONDS, TimeUnit.SECONDS).join();
        Strays.kill(program.directory());
    }

    private void flood() {
        flooded = true;
        kill();
    }

    /// A program need not read its input, and may end before it has.
    private void feed() {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(program.input());
        } catch (IOException unread) {
            // Nobody is at fault.
        }
    }

    /// Kills the program, what it started, and what they left behind.
    void kill() {
        if (process.isAlive()) {
            // Seen before the parent dies, for afterwards they are nobody's children.
            List<ProcessHandle> offspring = process.descendants().toList();
            // By its handle: the process itself would close the streams, and lose what is in them.
            process.toHandle().destroyForcibly();
            offspring.forEach(ProcessHandle::destroyForcibly);
        }
        watchdog.ifPresent(dog -> dog.kill(process.pid()));
    }
}
