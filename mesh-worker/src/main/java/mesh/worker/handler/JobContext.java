package mesh.worker.handler;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mesh.protocol.message.AttemptRef;
import mesh.worker.program.ProgramEnd;

/// What a handler knows of the attempt that it works for.
public interface JobContext {

    AttemptRef attempt();

    /// A directory of its own: made empty when it is first asked for, deleted with all that is in
    /// it when the attempt ends.
    Path directory() throws IOException;

    /// Whether the attempt is to stop. The handler's thread has been interrupted as well.
    boolean cancelled();

    /// How long one program may run.
    Duration timeLimit();

    /// How many bytes one program may print.
    int outputLimit();

    /// Runs a program in this attempt's directory, within its limits, and waits for the end. It is
    /// killed with all that it started when the attempt is to stop.
    ProgramEnd run(List<String> command, byte[] input) throws IOException, InterruptedException;
}
