package mesh.core;

import java.time.Instant;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.JobError;

/// Something that happened to a job.
///
/// @param seq its place in the order of all events of this job, from 1
/// @param name what happened, in kebab case: `submitted`, `awarded`, `started`, …
/// @param state the job's state after it
/// @param attempt which attempt it is about; null where none
/// @param node which node it is about; null where none
/// @param error what went wrong; null where nothing did
/// @param reason why, for people; null where the name says all
public record EventView(
        JobId job,
        int seq,
        Instant at,
        String name,
        StateName state,
        Integer attempt,
        NodeId node,
        JobError error,
        String reason) {}
