package mesh.protocol.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;

/// A node's word that an attempt goes on; it renews the lease.
public record Progress(JobId job, int attempt, NodeId node, Kind kind) implements Message {

    /// What happened.
    public enum Kind {
        /// The handler was started.
        @JsonProperty("started")
        STARTED
    }

    public Progress {
        Checks.present("job", job);
        Checks.atLeast("attempt", attempt, 1);
        Checks.present("node", node);
        Checks.present("kind", kind);
    }

    public static Progress started(AttemptRef ref, NodeId node) {
        return new Progress(ref.job(), ref.attempt(), node, Kind.STARTED);
    }

    public AttemptRef ref() {
        return new AttemptRef(job, attempt);
    }

    @Override
    public Address<Progress> address() {
        return Address.PROGRESS;
    }
}
