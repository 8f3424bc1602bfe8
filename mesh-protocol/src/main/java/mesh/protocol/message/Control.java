package mesh.protocol.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;

/// What a node is to do, most of it the core's order to one node.
///
/// @param node whom it is for; null for all, which goes with the kind call alone
/// @param attempt what to cancel; null with every other kind
/// @param intervalMillis how far apart its heartbeats are to be; null with every kind but pace
public record Control(Kind kind, NodeId node, AttemptRef attempt, Integer intervalMillis)
        implements Message {

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
        SHUTDOWN,
        /// Send heartbeats at this interval from the next one on, unless they are further apart
        /// anyway.
        @JsonProperty("pace")
        PACE,
        /// Send a heartbeat soon: somebody began to read them and knows no node yet.
        @JsonProperty("call")
        CALL
    }

    public Control {
        Checks.present("kind", kind);
        if (kind != Kind.CALL) {
            Checks.present("node", node);
        } else if (node != null) {
            throw new IllegalArgumentException("`node` does not go with the kind call");
        }
        Checks.only("intervalMillis", intervalMillis, kind == Kind.PACE, kind);
        if (intervalMillis != null) {
            Checks.within("intervalMillis", intervalMillis, 1, Limits.LONGEST_HEARTBEAT.toMillis());
        }
        if ((kind == Kind.CANCEL) == (attempt == null)) {
            throw new IllegalArgumentException("`attempt` goes with the kind cancel alone");
        }
    }

    public Control(Kind kind, NodeId node, AttemptRef attempt) {
        this(kind, node, attempt, null);
    }

    public static Control cancel(NodeId node, JobId job, int attempt) {
        return new Control(Kind.CANCEL, node, new AttemptRef(job, attempt));
    }

    public static Control drain(NodeId node) {
        return new Control(Kind.DRAIN, node, null);
    }

    public static Control pace(NodeId node, Duration interval) {
        return new Control(Kind.PACE, node, null, Math.toIntExact(interval.toMillis()));
    }

    public static Control call() {
        return new Control(Kind.CALL, null, null, null);
    }

    @Override
    public Address<Control> address() {
        return Address.CONTROL;
    }
}
