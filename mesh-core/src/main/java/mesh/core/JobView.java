package mesh.core;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
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
        JobError error) {}
