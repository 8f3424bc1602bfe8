package mesh.auction.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;

/// An award that counts against its node's slots.
final class OpenAward {
    /// How much later than the award a heartbeat must be to say anything about it: until then the
    /// assignment may be on its way.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    /// How many heartbeats in a row must leave out an award that none has named yet.
    private static final int SILENCES = 2;

    private final AttemptRef ref;
    private final NodeId node;
    private final JobType type;
    private final Instant since;
    private final boolean claim;
    private boolean named;
    private int silences;

    private OpenAward(AttemptRef ref, NodeId node, JobType type, Instant since, boolean claim) {
        this.ref = ref;
        this.node = node;
        this.type = type;
        this.since = since;
        this.claim = claim;
        this.named = claim;
    }

    /// What the auction awarded.
    ///
    /// @param type null where it is not known any more
    static OpenAward won(AttemptRef ref, NodeId node, JobType type, Instant since) {
        return new OpenAward(ref, node, type, since, false);
    }

    /// What a node says that it has, and this auction did not award, as far as it knows.
    static OpenAward claimed(AttemptRef ref, NodeId node, Instant since) {
        return new OpenAward(ref, node, null, since, true);
    }

    /// Whether it is known from its node alone.
    boolean isClaim() {
        return claim;
    }

    AttemptRef ref() {
        return ref;
    }

    NodeId node() {
        return node;
    }

    Optional<JobType> type() {
        return Optional.ofNullable(type);
    }

    /// What is known of the attempt while this counts, and when it counts no more without a word of
    /// its end.
    Fate fate() {
        return claim
                ? new Fate.Claimed(ref.attempt(), node)
                : new Fate.Won(ref.attempt(), node, named);
    }

    /// The node's heartbeat names this award.
    void named() {
        named = true;
        silences = 0;
    }

    /// The node's heartbeat does not name this award.
    ///
    /// @return whether the node surely does not have it: it had it and has it no more, or it was
    ///     left out of two heartbeats and so never arrived
    boolean leftOut(Instant at) {
        if (named) {
            return true;
        }
        if (!at.isBefore(since.plus(ON_ITS_WAY))) {
            silences++;
        }
        return silences >= SILENCES;
    }
}
