package mesh.worker.program;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Starts programs. Safe for use by many threads.
///
/// All are started from one thread that lives as long as this: Linux sends the signal that a dying
/// parent leaves behind when the *thread* that started the child ends.
public final class Programs implements AutoCloseable {
    private final ExecutorService starter =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("program-starter").factory());
    private final Set<RunningProgram> running = ConcurrentHashMap.newKeySet();

    /// In which the JVM hands arguments to programs.
    private final Charset encoding;

    // Known to the starter's thread alone, which closes what it made.
    private final Supplier<Wrapping> detection;
    private Wrapping wrapping;
    private Optional<Watchdog> watchdog = Optional.empty();

    public Programs() {
        this(Wrapping::detect);
    }

    /// @param detection asked before the first program starts
    Programs(Supplier<Wrapping> detection) {
        this(detection, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
    }

    /// @param detection asked before the first program starts
    /// @param encoding in which the JVM hands arguments to programs
    Programs(Supplier<Wrapping> detection, Charset encoding) {
        this.detection = detection;
        this.encoding = encoding;
    }

    /// Runs a program to its end. Interrupting the caller asks it to end, and kills it when its
    /// grace is over.
    public ProgramEnd run(Program program) throws InterruptedException {
        for (String word : program.command()) {
            if (!encoding.newEncoder().canEncode(word)) {
                return new ProgramEnd.NotStarted(
                        "this node runs in a locale (%s) that cannot hand `%s` to a program as it is; start it as"
                                        .formatted(encoding, word)
                                + " ./mesh, or with LC_ALL=C.UTF-8");
            }
        }
        var executable = SearchPath.find(program.command().getFirst(), program.directory());
        if (executable.isEmpty()) {
            return new ProgramEnd.NotStarted(
                    "there is no program `%s`; it is a path, or a name looked for in %s"
                            .formatted(program.command().getFirst(), SearchPath.PATH));
        }
        RunningProgram started;
        try {
            started =
                    onStarter(
                            () -> {
                                prepare();
                                return start(
                                        program,
                                        wrapping.around(executable.get(), program.command()));
                            });
        } catch (IOException refused) {
            return new ProgramEnd.NotStarted(refused.getMessage());
        }
        running.add(started);
        try {
            return started.await();
        } finally {
            running.remove(started);
        }
    }

    private void prepare() throws IOException {
        if (wrapping == null) {
            wrapping = detection.get();
            if (wrapping.setsid().isPresent()) {
                watchdog = Optional.of(Watchdog.start(wrapping.setsid().get()));
            }
        }
    }

    private RunningProgram start(Program program, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(program.directory().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(program.environment());
        environment.put("PATH", SearchPath.PATH);
        environment.put("HOME", program.directory().toString());
        environment.put("TMPDIR", program.directory().toString());
        environment.put("LANG", "C.UTF-8");
        Process process = builder.start();
        watchdog.ifPresent(dog -> dog.watch(process.pid()));
        return new RunningProgram(process, program, watchdog);
    }

    /// Does something on the starter's thread. An interrupt meanwhile is kept for later: giving up
    /// here would leave a program behind that nobody knows.
    private <T> T onStarter(Callable<T> work) throws IOException {
        Future<T> outcome = starter.submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return outcome.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    if (failed.getCause() instanceof IOException refused) {
                        throw refused;
                    }
                    throw new IllegalStateException(failed.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Kills what runs.
    @Override
    public void close() {
        running.forEach(RunningProgram::kill);
        starter.submit(() -> watchdog.ifPresent(Watchdog::close));
        starter.close();
    }
}
