package mesh.core.job;

import java.util.Locale;

/// Why an input changed nothing.
public enum Refusal {
    /// It is about an attempt that the job has left behind.
    LATE,
    /// It is about the current attempt, from a node that does not hold it.
    OTHER_NODE,
    /// It says what is known already.
    REPEATED,
    /// It is about an attempt that was never offered.
    UNKNOWN_ATTEMPT,
    /// The job has ended.
    ENDED,
    /// It is from a node that is not known, or cannot run the job.
    NOT_CAPABLE,
    /// It is from a node that drained, had left or was silent before the attempt was on offer.
    NOT_ELIGIBLE,
    /// An award of an attempt that was never offered, or of a job that another node holds.
    STRAY_AWARD,
    /// There is no such job.
    UNKNOWN_JOB;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
