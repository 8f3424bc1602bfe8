package mesh.protocol.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;

/// The core's word to one node.
///
/// @param attempt what to cancel; null with every other kind
public record Control(Kind kind, NodeId node, AttemptRef attempt) implements Message {

    /// What the node shall do.
    public enum Kind {
        /// Stop this attempt.
        @JsonProperty("cancel")
        CANCEL,
        /// Take no further jobs and finish what runs.
        @JsonProperty("drain")
        DRAIN,
        /// Leave.
        @JsonProperty("shutdown")
        SHUTDOWN
    }

    public Control {
        Checks.present("kind", kind);
        Checks.present("node", node);
        if ((kind == Kind.CANCEL) == (attempt == null)) {
            throw new IllegalArgumentException("`attempt` goes with the kind cancel alone");
        }
    }

    public static Control cancel(NodeId node, JobId job, int attempt) {
        return new Control(Kind.CANCEL, node, new AttemptRef(job, attempt));
    }

    public static Control drain(NodeId node) {
        return new Control(Kind.DRAIN, node, null);
    }

    @Override
    public Address<Control> address() {
        return Address.CONTROL;
    }
}
