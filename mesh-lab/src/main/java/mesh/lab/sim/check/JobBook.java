package mesh.lab.sim.check;

import java.time.Instant;
import mesh.core.job.JobSpec;
import mesh.core.job.StateName;
import mesh.lab.sim.JobPlan;
import mesh.protocol.NodeId;

/// What is known of one job from the events on the disk.
final class JobBook {
    final JobSpec spec;
    final JobPlan plan;
    StateName state = StateName.QUEUED;
    int attempt;
    NodeId node;
    int seq;

    /// Failures and losses so far.
    int tries;

    /// How many of them were losses.
    int losses;

    /// When it may be offered, at the earliest; null for at once.
    Instant notBefore;

    /// When the current attempt was awarded.
    Instant heldSince;

    /// Whether somebody asked to cancel it, and whether that was acknowledged.
    boolean cancelAsked;

    boolean cancelAcknowledged;

    /// Whether its submission was acknowledged.
    boolean acknowledged;

    JobBook(JobSpec spec, JobPlan plan) {
        this.spec = spec;
        this.plan = plan;
    }

    boolean isHeld() {
        return state == StateName.ASSIGNED || state == StateName.RUNNING;
    }

    boolean isHeldBy(NodeId who, int which) {
        return isHeld() && attempt == which && node.equals(who);
    }

    boolean ended() {
        return state.terminal();
    }

    boolean isLastTry() {
        return tries + 1 >= spec.maxAttempts();
    }

    @Override
    public String toString() {
        return "job %s (number %d, %s, attempt %d%s)"
                .formatted(
                        spec.id(),
                        plan.number(),
                        state,
                        attempt,
                        node == null ? "" : " of " + node);
    }
}
