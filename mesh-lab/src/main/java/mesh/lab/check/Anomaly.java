package mesh.lab.check;

import java.util.Locale;

/// What can be wrong with a history. The name in kebab case is the stable one in reports.
public enum Anomaly {
    /// Answered with 202, and the mesh does not know it.
    LOST,
    /// Taken, and not ended when everything should have.
    UNFINISHED,
    /// In the mesh, and nobody submitted it, or it was refused.
    UNEXPECTED,
    /// One submission became two jobs, or two submissions were answered with one job.
    DUPLICATED,
    /// More than one terminal event.
    MORE_THAN_ONE_END,
    /// More than one accepted settlement that ended the job.
    SETTLED_TWICE,
    /// Something happened after the end.
    EVENT_AFTER_END,
    /// The numbers of the events have a gap, or one comes twice.
    GAP,
    /// An event that cannot follow in the state that the job is in.
    ILLEGAL_EVENT,
    /// An award while another attempt is live.
    OVERLAP,
    /// An attempt's number that does not rise by one.
    ATTEMPT_ORDER,
    /// A start or a settlement of another attempt, or another node, than was awarded.
    FENCE_BROKEN,
    /// The state or the attempt that is shown is not the fold of the events.
    STATE_MISMATCH,
    /// More attempts failed or were lost than the job allows.
    TOO_MANY_TRIES,
    /// An award to nobody, or to a node that the mesh does not know.
    UNKNOWN_NODE,
    /// A node was awarded, and did not decline, what it cannot run.
    NEEDS_BROKEN,
    /// It succeeded with another result than the payload asks for.
    WRONG_RESULT,
    /// It ended as what it could not end as, or before it could.
    WRONG_END;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// As JSON writes it.
    @Override
    public String toString() {
        return wireName();
    }
}
