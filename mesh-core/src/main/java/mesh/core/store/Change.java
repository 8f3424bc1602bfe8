package mesh.core.store;

import java.time.Instant;
import mesh.core.engine.Turn;
import mesh.core.job.JobEvent;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.JobError;

/// What becomes of one job in one commit: all that happens to it in the turn is written at once.
final class Change {
    private final JobId job;
    private final StringBuilder lines = new StringBuilder(32);
    private boolean submitted;
    private int attempt;
    private NodeId node;
    private StateName after = StateName.QUEUED;
    private Instant at;
    private Json result;
    private JobError error;

    Change(JobId job) {
        this.job = job;
    }

    void add(Turn.Happening happening) {
        JobLog.append(lines, job, happening.at(), happening.event());
        after = happening.after().name();
        at = happening.at();
        switch (happening.event()) {
            case JobEvent.Submitted _ -> submitted = true;
            case JobEvent.Awarded awarded -> {
                attempt = awarded.attempt();
                node = awarded.node();
            }
            case JobEvent.Succeeded succeeded -> result = succeeded.result();
            case JobEvent.Failed failed -> error = failed.error();
            case JobEvent.Expired expired -> error = expired.error();
            case JobEvent.Started _,
                    JobEvent.AttemptFailed _,
                    JobEvent.AttemptLost _,
                    JobEvent.Declined _,
                    JobEvent.Cancelled _ -> {}
        }
    }

    JobId job() {
        return job;
    }

    /// Whether its admission is in it, and with it the lines are written.
    boolean submitted() {
        return submitted;
    }

    /// What is added to the job's log.
    String lines() {
        return lines.toString();
    }

    /// Whether it was awarded in this turn: the last {@link #attempt}, to this {@link #node}.
    boolean awarded() {
        return node != null;
    }

    int attempt() {
        return attempt;
    }

    NodeId node() {
        return node;
    }

    StateName after() {
        return after;
    }

    /// When the last of it happened.
    Instant at() {
        return at;
    }

    /// Null where it did not succeed.
    Json result() {
        return result;
    }

    /// Why it ended without success; null where it did not.
    JobError error() {
        return error;
    }
}
