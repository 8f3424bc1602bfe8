package mesh.protocol.message;

import com.fasterxml.jackson.annotation.JsonInclude;
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
/// A probe is an offer without the work: no payload, no checkpoint. It asks whether the job could
/// be awarded, and cannot be awarded itself: the auction answers {@link NoAward#READY}, and the
/// core sends the whole.
///
/// @param attempt the fencing token that an award of this offer carries
/// @param priority 0 to 9, 9 first
/// @param deadline when the job ends whatever happens, by the core's clock; null for never
/// @param avoid nodes that this job failed on; another is preferred while there is one
/// @param rank of offers of one priority the one with the lower rank goes first, of equals the
///     older job; from 0. By it the core has submitters take turns
/// @param probe whether payload and checkpoint were left out
/// @param checkpoint what an earlier attempt saved last; null where none did
public record Offer(
        JobId job,
        int attempt,
        JobType type,
        Needs needs,
        int priority,
        Instant deadline,
        Set<NodeId> avoid,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long rank,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean probe,
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
        Checks.atLeast("rank", rank, 0);
        if (probe && (checkpoint != null || !payload.equals(Json.NULL))) {
            throw new IllegalArgumentException("a probe has neither `payload` nor `checkpoint`");
        }
    }

    /// With all that the job is, and of the first rank.
    public Offer(
            JobId job,
            int attempt,
            JobType type,
            Needs needs,
            int priority,
            Instant deadline,
            Set<NodeId> avoid,
            Json payload,
            Checkpoint checkpoint) {
        this(job, attempt, type, needs, priority, deadline, avoid, 0, false, payload, checkpoint);
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

    /// The same with needs that are equal to its own.
    public Offer sharing(Needs shared) {
        return new Offer(
                job,
                attempt,
                type,
                shared,
                priority,
                deadline,
                avoid,
                rank,
                probe,
                payload,
                checkpoint);
    }

    /// The same with another rank.
    public Offer withRank(long other) {
        return new Offer(
                job,
                attempt,
                type,
                needs,
                priority,
                deadline,
                avoid,
                other,
                probe,
                payload,
                checkpoint);
    }

    public AttemptRef ref() {
        return new AttemptRef(job, attempt);
    }

    @Override
    public Address<Offer> address() {
        return Address.OFFERS;
    }
}
