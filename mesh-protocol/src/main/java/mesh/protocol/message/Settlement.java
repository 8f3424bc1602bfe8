package mesh.protocol.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;

/// A node's word that an attempt ended.
///
/// @param result what the handler gave; with {@link Outcome#SUCCEEDED} alone
/// @param error what went wrong; with every other outcome
public record Settlement(
        JobId job,
        int attempt,
        NodeId node,
        Outcome outcome,
        Json result,
        JobError error,
        Usage usage)
        implements Message {

    /// How an attempt ended.
    public enum Outcome {
        @JsonProperty("succeeded")
        SUCCEEDED,
        /// The handler ran and failed.
        @JsonProperty("failed")
        FAILED,
        /// The handler was stopped because the core said so.
        @JsonProperty("cancelled")
        CANCELLED,
        /// The node did not start it: it cannot run such a job, or it is leaving. No fault of the
        /// job's.
        @JsonProperty("declined")
        DECLINED
    }

    /// What the attempt took.
    ///
    /// @param millis from start to end of the handler
    public record Usage(long millis) {
        public static final Usage NONE = new Usage(0);
    }

    public Settlement {
        Checks.present("job", job);
        Checks.atLeast("attempt", attempt, 1);
        Checks.present("node", node);
        Checks.present("outcome", outcome);
        if ((outcome == Outcome.SUCCEEDED) == (error != null)) {
            throw new IllegalArgumentException(
                    "`error` goes with every outcome but succeeded, was "
                            + outcome
                            + " with error "
                            + error);
        }
        if (outcome == Outcome.SUCCEEDED && result == null) {
            result = Json.NULL;
        }
        if (outcome != Outcome.SUCCEEDED && result != null) {
            throw new IllegalArgumentException(
                    "`result` goes with the outcome succeeded alone, was " + outcome);
        }
        usage = usage == null ? Usage.NONE : usage;
    }

    public static Settlement succeeded(AttemptRef ref, NodeId node, Json result, Usage usage) {
        return new Settlement(
                ref.job(), ref.attempt(), node, Outcome.SUCCEEDED, result, null, usage);
    }

    public static Settlement unsuccessful(
            AttemptRef ref, NodeId node, Outcome outcome, JobError error, Usage usage) {
        return new Settlement(ref.job(), ref.attempt(), node, outcome, null, error, usage);
    }

    public AttemptRef ref() {
        return new AttemptRef(job, attempt);
    }

    @Override
    public Address<Settlement> address() {
        return Address.SETTLEMENTS;
    }

    @Override
    public boolean persistent() {
        return true;
    }
}
