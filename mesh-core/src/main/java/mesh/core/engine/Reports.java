package mesh.core.engine;

import java.util.Optional;
import mesh.core.job.Input;
import mesh.core.job.Refusal;
import mesh.protocol.message.Control;
import mesh.protocol.message.Progress;

/// What nodes say of attempts while they run: started, how far they are, partial results,
/// checkpoints. Of the job's current attempt and its node it renews the lease and is kept; it may
/// overtake the award and the start, and then stands for them. Anyone else is told to stop.
///
/// Partial results and checkpoints travel on another address than settlements, and the broker may
/// bring them after the end of the attempt that they were sent before: while no newer attempt was
/// awarded they are kept all the same.
final class Reports {
    private final Roster roster;
    private final Holdings holdings;
    private final EndedLately ended;
    private final Refusals refusals;

    Reports(Roster roster, Holdings holdings, EndedLately ended, Refusals refusals) {
        this.roster = roster;
        this.holdings = holdings;
        this.ended = ended;
        this.refusals = refusals;
    }

    void take(Progress progress, Turn turn) {
        OpenJob job = roster.get(progress.job());
        if (job == null) {
            afterTheEnd(progress, turn);
        } else if (isWork(progress) && job.wasHeldBy(progress.node(), progress.attempt())) {
            keep(job, progress, turn);
        } else {
            ofOpen(job, progress, turn);
        }
    }

    private static boolean isWork(Progress progress) {
        return switch (progress.kind()) {
            case PARTIAL, CHECKPOINT -> true;
            case STARTED, PROGRESS -> false;
        };
    }

    private void ofOpen(OpenJob job, Progress progress, Turn turn) {
        var start = new Input.Start(progress.attempt(), progress.node());
        Optional<Refusal> refused = roster.tell(job.id(), start, turn);
        if (refused.isPresent() && refused.get() != Refusal.REPEATED) {
            refuse(progress, refused.get(), turn);
            return;
        }
        holdings.renew(job, progress.node(), turn.now());
        if (progress.kind() != Progress.Kind.STARTED) {
            keep(job, progress, turn);
        }
    }

    /// A node that cannot have won the attempt by what is known may have won it all the same: where
    /// another did, or nobody, what its heartbeats name is stopped then.
    private void refuse(Progress progress, Refusal reason, Turn turn) {
        if (reason == Refusal.NOT_CAPABLE || reason == Refusal.NOT_ELIGIBLE) {
            refusals.note(progress.ref(), progress.node(), reason, turn);
        } else {
            stop(progress, reason, turn);
        }
    }

    private static void keep(OpenJob job, Progress progress, Turn turn) {
        if (progress.checkpoint() != null) {
            job.checkpointSize = progress.checkpoint().value().text().length();
        }
        turn.said(new Turn.Said(progress, job.seq, job.state.name()));
    }

    private void afterTheEnd(Progress progress, Turn turn) {
        EndedLately.End end = ended.get(progress.job()).orElse(null);
        if (end == null) {
            stop(progress, Refusal.UNKNOWN_JOB, turn);
        } else if (!end.isOf(progress.attempt(), progress.node())) {
            stop(progress, Refusal.ENDED, turn);
        } else {
            if (!end.settled()) {
                turn.control(cancel(progress));
            }
            if (progress.kind() != Progress.Kind.STARTED) {
                turn.said(new Turn.Said(progress, end.seq(), end.state()));
            }
        }
    }

    private void stop(Progress progress, Refusal reason, Turn turn) {
        if (refusals.note(progress.ref(), progress.node(), reason, turn)) {
            turn.control(cancel(progress));
        }
    }

    private static Control cancel(Progress progress) {
        return Control.cancel(progress.node(), progress.job(), progress.attempt());
    }
}
