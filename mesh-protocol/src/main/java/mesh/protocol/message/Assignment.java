package mesh.protocol.message;

import java.time.Instant;
import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Needs;

/// An award on its way to the node: run this.
///
/// @param checkpoint what an earlier attempt saved last, to go on from; null to start from nothing
public record Assignment(
        JobId job,
        int attempt,
        NodeId node,
        JobType type,
        Needs needs,
        int priority,
        Instant deadline,
        Json payload,
        Checkpoint checkpoint)
        implements Message {
    public Assignment {
        Checks.present("job", job);
        Checks.atLeast("attempt", attempt, 1);
        Checks.present("node", node);
        Checks.present("type", type);
        needs = needs == null ? Needs.NONE : needs;
        payload = payload == null ? Json.NULL : payload;
    }

    /// Of a job that starts from nothing.
    public Assignment(
            JobId job,
            int attempt,
            NodeId node,
            JobType type,
            Needs needs,
            int priority,
            Instant deadline,
            Json payload) {
        this(job, attempt, node, type, needs, priority, deadline, payload, null);
    }

    /// The assignment that awards an offer to a node.
    public static Assignment of(Offer offer, NodeId node) {
        return new Assignment(
                offer.job(),
                offer.attempt(),
                node,
                offer.type(),
                offer.needs(),
                offer.priority(),
                offer.deadline(),
                offer.payload(),
                offer.checkpoint());
    }

    public AttemptRef ref() {
        return new AttemptRef(job, attempt);
    }

    @Override
    public Address<Assignment> address() {
        return Address.ASSIGNMENTS;
    }
}
