package mesh.core;

import java.time.Instant;

/// How far a job's handler said it is.
///
/// @param fraction 0 to 1
/// @param message for people; null where it said none
/// @param at when the core heard it
public record ProgressView(double fraction, String message, Instant at) {}
