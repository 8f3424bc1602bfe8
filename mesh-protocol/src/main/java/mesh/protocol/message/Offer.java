package mesh.protocol.message;

import java.time.Instant;
import java.util.Set;
import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Needs;

/// A job put up for auction. The core repeats it until it hears of an award; the auction knows a
/// repeat by job and attempt.
///
/// @param attempt the fencing token that an award of this offer carries
/// @param priority 0 to 9, 9 first
/// @param deadline when the job ends whatever happens, by the core's clock; null for never
/// @param avoid nodes that this job failed on; another is preferred while there is one
/// @param checkpoint what an earlier attempt saved last; null where none did
public record Offer(
        JobId job,
        int attempt,
        JobType type,
        Needs needs,
        int priority,
        Instant deadline,
        Set<NodeId> avoid,
        Json payload,
        Checkpoint checkpoint)
        implements Message {
    public Offer {
        Checks.present("job", job);
        Checks.atLeast("attempt", attempt, 1);
        Checks.present("type", type);
        needs = needs == null ? Needs.NONE : needs;
        avoid = avoid == null ? Set.of() : Set.copyOf(avoid);
        payload = payload == null ? Json.NULL : payload;
    }

    /// Of a job that starts from nothing.
    public Offer(
            JobId job,
            int attempt,
            JobType type,
            Needs needs,
            int priority,
            Instant deadline,
            Set<NodeId> avoid,
            Json payload) {
        this(job, attempt, type, needs, priority, deadline, avoid, payload, null);
    }

    public AttemptRef ref() {
        return new AttemptRef(job, attempt);
    }

    @Override
    public Address<Offer> address() {
        return Address.OFFERS;
    }
}
