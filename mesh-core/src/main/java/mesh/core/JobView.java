package mesh.core;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import mesh.core.job.JobSpec;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.JobError;
import mesh.protocol.needs.Needs;

/// A job as a client sees it.
///
/// @param attempt how many attempts were awarded so far
/// @param node who holds the current attempt, or had the last
/// @param runAt when it may start, at the earliest; null for at once
/// @param progress how far the last attempt said it is; null where it said nothing
/// @param partials how many partial results it has
/// @param checkpoint the number of its last checkpoint; 0 for none
/// @param refused what was not accepted; only where a single job is asked for, otherwise empty
/// @param requeuedFrom the dead job that this one repeats; null for none
/// @param unreadable why not all of it can be read in the store; null where it can
@JsonInclude(JsonInclude.Include.ALWAYS)
public record JobView(
        JobId id,
        JobType type,
        Needs needs,
        Json payload,
        int priority,
        Labels labels,
        StateName state,
        int attempt,
        int maxAttempts,
        NodeId node,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        Instant deadline,
        Json result,
        JobError error,
        Instant runAt,
        ProgressView progress,
        int partials,
        int checkpoint,
        List<RefusalView> refused,
        JobId requeuedFrom,
        @JsonIgnore String unreadable) {
    /// Whose every job is until tokens name others.
    public static final String DEFAULT_OWNER = "default";

    public JobView {
        refused = List.copyOf(refused);
    }

    /// Whose it is.
    @JsonProperty
    public String owner() {
        return DEFAULT_OWNER;
    }

    /// The same job with what was not accepted.
    public JobView withRefused(List<RefusalView> refusals) {
        return with(progress, partials, checkpoint, refusals);
    }

    /// The same job with what its attempts said.
    public JobView withSaid(ProgressView saidProgress, int saidPartials, int saidCheckpoint) {
        return with(saidProgress, saidPartials, saidCheckpoint, refused);
    }

    private JobView with(
            ProgressView newProgress,
            int newPartials,
            int newCheckpoint,
            List<RefusalView> newRefused) {
        return new JobView(
                id,
                type,
                needs,
                payload,
                priority,
                labels,
                state,
                attempt,
                maxAttempts,
                node,
                createdAt,
                startedAt,
                finishedAt,
                deadline,
                result,
                error,
                runAt,
                newProgress,
                newPartials,
                newCheckpoint,
                newRefused,
                requeuedFrom,
                unreadable);
    }

    /// The same job, of which not all can be read: its error says so.
    public JobView unreadable(JobError problem, Instant finished) {
        return new JobView(
                id,
                type,
                needs,
                payload,
                priority,
                labels,
                state,
                attempt,
                maxAttempts,
                node,
                createdAt,
                startedAt,
                finished,
                deadline,
                result,
                problem,
                runAt,
                progress,
                partials,
                checkpoint,
                refused,
                requeuedFrom,
                problem.message());
    }

    /// A job as it is right after its admission.
    public static JobView admitted(
            JobSpec spec, Json payload, Labels labels, Instant at, JobId requeuedFrom) {
        return new JobView(
                spec.id(),
                spec.type(),
                spec.needs(),
                payload,
                spec.priority(),
                labels,
                StateName.QUEUED,
                0,
                spec.maxAttempts(),
                null,
                at,
                null,
                null,
                spec.deadline().orElse(null),
                null,
                null,
                spec.runAt().orElse(null),
                null,
                0,
                0,
                List.of(),
                requeuedFrom,
                null);
    }
}
