package mesh.core;

import java.time.Instant;
import mesh.protocol.Json;
import mesh.protocol.NodeId;

/// A piece of a job's result, kept as soon as it was said.
///
/// @param number its place among the job's, from 1
/// @param attempt the attempt that said it
/// @param at when the core heard it
public record PartialView(int number, int attempt, NodeId node, Instant at, Json value) {}
