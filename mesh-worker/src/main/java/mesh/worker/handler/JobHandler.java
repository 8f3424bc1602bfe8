package mesh.worker.handler;

import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.needs.Capabilities;

/// Runs jobs of one type. Implementations are found by {@link java.util.ServiceLoader}, made once a
/// node, and called by many threads at once.
///
/// A job may be handled more than once: what a handler does elsewhere must bear repeating.
public interface JobHandler {

    /// The type of the jobs it runs.
    JobType type();

    /// Does the job.
    ///
    /// It runs on a virtual thread, which is interrupted when the attempt is to stop; a handler
    /// that goes on regardless is abandoned within 5 seconds and holds its slot until it returns.
    ///
    /// @return the result: one well-formed JSON value of at most {@value
    ///     mesh.protocol.Limits#RESULT_BYTES} bytes
    /// @throws HandlerException saying with which code the attempt failed
    /// @throws Exception for any other failure; its message is the error's
    Json handle(Json payload, JobContext context) throws Exception;

    /// Whether it runs only where the node's owner allowed its type by name, because it gives
    /// whoever submits a job the run of the machine.
    default boolean onlyWhereAllowed() {
        return false;
    }

    /// Whether what it stands on is there. Asked once, when the node starts, and only where it is
    /// allowed.
    default boolean available() {
        return true;
    }

    /// What a node can do besides because it runs this. Asked after {@link #available}.
    default Capabilities brings() {
        return Capabilities.NONE;
    }
}
