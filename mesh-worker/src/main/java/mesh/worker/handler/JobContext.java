package mesh.worker.handler;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mesh.protocol.Json;
import mesh.protocol.message.AttemptRef;
import mesh.worker.program.Marked;
import mesh.worker.program.ProgramEnd;

/// What a handler knows of the attempt that it works for, and says while it works. Safe for use by
/// many threads of the handler.
///
/// Whatever is said here goes to the broker before the attempt's result does, and nothing of it
/// after. Once the attempt is over, because it was cancelled, a newer attempt of its job came, or
/// it was settled without waiting for the handler any longer, {@link #progress}, {@link #emit} and
/// {@link #checkpoint} throw {@link AttemptStoppedException}. A handler that is told to stop
/// because the node leaves may still save a last checkpoint.
public interface JobContext {

    AttemptRef attempt();

    /// A directory of its own: made empty when it is first asked for, deleted with all that is in
    /// it when the attempt ends.
    Path directory() throws IOException;

    /// Whether the attempt is to stop. The handler's thread has been interrupted as well.
    boolean cancelled();

    /// Says how far the work is. It costs next to nothing and never waits: only the newest word
    /// goes out, four times a second at most, and the last one is not lost.
    ///
    /// @param fraction how much is done of the whole, 0 to 1
    /// @param message what is being done, for people; cut to {@value
    ///     mesh.protocol.message.Progress#MOST_CHARACTERS} characters; may be null
    /// @throws IllegalArgumentException when the fraction is not 0 to 1
    void progress(double fraction, String message);

    /// Gives a piece of the result, which is kept even where this node dies. None is ever dropped:
    /// while the broker is away and much is unsent, this waits until there is room.
    ///
    /// @param partial one JSON value of at most {@value mesh.protocol.Limits#PARTIAL_BYTES} bytes
    /// @return its number. The first is 1, or where the attempt goes on from a checkpoint, the one
    ///     after those said before it was saved. What is said under the number of an earlier
    ///     attempt's takes its place
    /// @throws HandlerException when it is too large or no JSON, or the number would be over
    ///     {@value mesh.protocol.Limits#PARTIALS}
    int emit(Json partial) throws HandlerException;

    /// Saves what the next attempt is to go on from, should this one not end well. A newer one
    /// takes the place of the older; so save as often as it is worth it, at a point where
    /// everything before it is done. It waits only where the node has very much unsent.
    ///
    /// @param value one JSON value of at most {@value mesh.protocol.Limits#CHECKPOINT_BYTES} bytes
    /// @throws HandlerException when it is too large or no JSON
    void checkpoint(Json value) throws HandlerException;

    /// What an earlier attempt of this job saved last; empty where this one starts from nothing.
    Optional<Json> resumedFrom();

    /// How long one program may run.
    Duration timeLimit();

    /// How many bytes one program may print.
    int outputLimit();

    /// Runs a program in this attempt's directory, within its limits, and waits for the end. When
    /// the attempt is to stop, it gets SIGTERM with all that it started, and after 4 seconds at
    /// most SIGKILL.
    ///
    /// In its environment it finds `MESH_JOB`, `MESH_ATTEMPT` (the fencing token), and where there
    /// is something to go on from, `MESH_CHECKPOINT`, the path of a file with its JSON.
    ProgramEnd run(List<String> command, byte[] input) throws IOException, InterruptedException;

    /// Runs a program as {@link #run(List, byte[])}, and hears marked lines of its standard output
    /// while it runs.
    ProgramEnd run(List<String> command, byte[] input, Marked marked)
            throws IOException, InterruptedException;
}
