package mesh.core.engine;

import java.time.Instant;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.NoAward;

/// A job that has not ended, as the engine keeps it: its state, which is the fold of its events,
/// and beside it what is known for the moment only and found out anew after a restart.
final class OpenJob {
    final JobSpec spec;
    final Line line;
    JobState.Open state;

    /// The place of its newest event.
    int seq;

    /// Until when it waits before it may be offered; null where it does not wait.
    Instant waitsUntil;

    /// When it was last offered, what room that takes and how much of its size; null for none.
    Instant offeredAt = Instant.EPOCH;

    Room room;
    int sizeOnOffer;

    /// When the next attempt was first put on offer; null where it was not since the core's start.
    Instant offeredFirst;

    /// Whether the next attempt may have been on offer before the core's start.
    boolean offeredBefore;

    /// Its place among offers of its priority; negative before it was offered first.
    long rank = -1;

    /// Whether that place counts as a turn of its tenant's.
    boolean counts;

    /// What the auction said of it since it was offered; null where it has said nothing.
    NoAward told;

    /// Whether it was offered again since, and the auction said nothing even so.
    boolean quiet;

    /// Whether it was offered before and found no slot.
    boolean waited;

    /// Whether its payload went with it when it was last offered.
    boolean whole;

    /// Whether the auction asked for the whole of it.
    boolean called;

    /// Until when the holder may be silent, when that is looked at next, never later, and since
    /// when it holds the job.
    Instant leaseUntil = Instant.EPOCH;

    Instant leaseSeen = Instant.EPOCH;
    Instant heldSince = Instant.EPOCH;

    /// Whether the holder's connection had ended when the lease was given, or may have, so that it
    /// is no more than what its last words or its next heartbeat take. The node may be back by the
    /// time that it ends.
    boolean lastWords;

    /// How many heartbeats of the holder counted as not naming it, and when the broker had the last
    /// of those.
    int missed;

    Instant missedAt = Instant.EPOCH;

    /// When the broker had the first heartbeat in a row that did not name it; null where the last
    /// one did.
    Instant unnamedSince;

    /// Who had its last attempt while it is queued, if that node was believed to have it.
    NodeId heldLast;

    /// The size of the last checkpoint that came since the core's start, in characters.
    int checkpointSize;

    OpenJob(JobSpec spec, Line line, JobState.Open state, int seq) {
        this.spec = spec.sharing(line.lane.type(), line.lane.needs(), line.lane.tenant());
        this.line = line;
        this.state = state;
        this.seq = seq;
    }

    JobId id() {
        return spec.id();
    }

    Instant deadline() {
        return spec.deadline().orElse(Instant.MAX);
    }

    /// How much its offer weighs, in characters.
    int size() {
        return spec.payloadSize() + checkpointSize;
    }

    boolean waits() {
        return waitsUntil != null;
    }

    /// Whether it waits to be awarded as this attempt.
    boolean isOffered(int attempt) {
        return state instanceof JobState.Queued queued
                && queued.attempt() + 1 == attempt
                && !waits();
    }

    boolean isHeldBy(NodeId node, int attempt) {
        return state instanceof JobState.Held held && held.isOf(attempt, node);
    }

    /// Whether the attempt is over and no other was awarded since, so that what its node sent
    /// before is still the newest there is.
    boolean wasHeldBy(NodeId node, int attempt) {
        return state instanceof JobState.Queued queued
                && queued.attempt() == attempt
                && node.equals(heldLast);
    }

    /// Whether a node that names this attempt may go on with it: it holds it, or its award is on
    /// the way.
    boolean mayRunOn(NodeId node, int attempt) {
        return switch (state) {
            case JobState.Held _ -> isHeldBy(node, attempt);
            case JobState.Queued queued -> queued.attempt() + 1 == attempt && !waits();
        };
    }
}
