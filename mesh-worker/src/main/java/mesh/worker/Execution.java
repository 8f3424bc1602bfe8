package mesh.worker;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mesh.protocol.Json;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Settlement.Usage;
import mesh.worker.handler.HandlerException;
import mesh.worker.handler.JobContext;
import mesh.worker.handler.JobHandler;
import mesh.worker.node.Ending;
import mesh.worker.program.Marked;
import mesh.worker.program.Program;
import mesh.worker.program.ProgramEnd;
import mesh.worker.program.Programs;

/// One attempt at work: a virtual thread that calls the handler, and what the handler sees.
final class Execution implements JobContext {
    private static final System.Logger LOG = System.getLogger(Execution.class.getName());

    /// What all attempts of a node share.
    ///
    /// @param grace how long a program that is to stop may tidy up
    record Surroundings(
            Workspace workspace, Programs programs, Duration time, int output, Duration grace) {}

    private static final String CHECKPOINT = "checkpoint.json";

    /// Hears how an attempt ended, on the attempt's thread.
    @FunctionalInterface
    interface Listener {
        void ended(AttemptRef attempt, Ending ending, Usage usage);
    }

    private final Assignment assignment;
    private final JobHandler handler;
    private final Surroundings surroundings;
    private final Speech speech;
    private final Listener listener;
    private final long begun = System.nanoTime();
    private final Thread thread;
    private volatile boolean cancelled;
    private volatile Path directory;

    Execution(
            Assignment assignment,
            JobHandler handler,
            Surroundings surroundings,
            Speech speech,
            Listener listener) {
        this.assignment = assignment;
        this.handler = handler;
        this.surroundings = surroundings;
        this.speech = speech;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("attempt-" + assignment.job()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        Ending ending = perform();
        Usage usage = usage();
        Thread.interrupted(); // an order to stop that came too late must not disturb the tidying
        tidy();
        listener.ended(assignment.ref(), ending, usage);
    }

    private Ending perform() {
        try {
            return new Ending.Returned(Results.checked(handler.handle(assignment.payload(), this)));
        } catch (Throwable failed) {
            // Also errors: whatever a handler throws ends its attempt, and not the node.
            return ending(failed);
        }
    }

    private static Ending ending(Throwable failed) {
        String what = failed.getClass().getSimpleName();
        try {
            if (failed instanceof HandlerException told) {
                return failed(told.code(), told.getMessage());
            }
            String message = failed.getMessage();
            return failed(ErrorCode.HANDLER_ERROR, message == null ? what : what + ": " + message);
        } catch (Throwable unspeakable) {
            return failed(ErrorCode.HANDLER_ERROR, what + ", which cannot say what it is");
        }
    }

    /// What cannot be deleted now goes with the node's whole directory; that the attempt has ended
    /// is said all the same.
    private void tidy() {
        try {
            if (directory != null) {
                Workspace.delete(directory);
            }
        } catch (Throwable left) {
            LOG.log(Level.WARNING, "the directory of " + assignment.ref() + " is left", left);
        }
    }

    private static Ending failed(ErrorCode code, String message) {
        return new Ending.Failed(new JobError(code, message));
    }

    /// Tells the handler to stop.
    void stop() {
        cancelled = true;
        thread.interrupt();
    }

    Usage usage() {
        return new Usage(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    @Override
    public AttemptRef attempt() {
        return assignment.ref();
    }

    @Override
    public synchronized Path directory() throws IOException {
        if (directory == null) {
            directory = surroundings.workspace().make(attempt());
        }
        return directory;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void progress(double fraction, String message) {
        speech.progress(attempt(), fraction, message);
    }

    @Override
    public int emit(Json partial) throws HandlerException {
        return speech.partial(attempt(), partial);
    }

    @Override
    public void checkpoint(Json value) throws HandlerException {
        speech.checkpoint(attempt(), value);
    }

    @Override
    public Optional<Json> resumedFrom() {
        return Optional.ofNullable(assignment.checkpoint()).map(Checkpoint::value);
    }

    @Override
    public Duration timeLimit() {
        return surroundings.time();
    }

    @Override
    public int outputLimit() {
        return surroundings.output();
    }

    @Override
    public ProgramEnd run(List<String> command, byte[] input)
            throws IOException, InterruptedException {
        return run(command, input, Optional.empty());
    }

    @Override
    public ProgramEnd run(List<String> command, byte[] input, Marked marked)
            throws IOException, InterruptedException {
        return run(command, input, Optional.of(marked));
    }

    private ProgramEnd run(List<String> command, byte[] input, Optional<Marked> marked)
            throws IOException, InterruptedException {
        return surroundings
                .programs()
                .run(
                        new Program(
                                command,
                                input,
                                directory(),
                                timeLimit(),
                                outputLimit(),
                                environment(),
                                surroundings.grace(),
                                marked));
    }

    /// What a program knows of its attempt. Python is told to hand over each line as it is printed,
    /// for what is said to the mesh is to be heard at once.
    private Map<String, String> environment() throws IOException {
        var environment = new HashMap<String, String>();
        environment.put("MESH_JOB", attempt().job().toString());
        environment.put("MESH_ATTEMPT", Integer.toString(attempt().attempt()));
        environment.put("PYTHONUNBUFFERED", "1");
        if (resumedFrom().isPresent()) {
            Path file = directory().resolve(CHECKPOINT);
            Files.writeString(file, resumedFrom().get().text());
            environment.put("MESH_CHECKPOINT", file.toString());
        }
        return environment;
    }
}
