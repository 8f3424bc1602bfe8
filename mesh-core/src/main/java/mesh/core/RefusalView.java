package mesh.core;

import java.time.Instant;
import mesh.protocol.NodeId;

/// What was said to a job and not accepted.
///
/// @param reason as in `/v1/stats`
/// @param times how often
/// @param attempt which attempt the last one named
/// @param node who said the last one
/// @param at when the last one came
public record RefusalView(String reason, int times, int attempt, NodeId node, Instant at) {}
