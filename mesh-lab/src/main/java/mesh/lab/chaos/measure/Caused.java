package mesh.lab.chaos.measure;

import java.time.Instant;
import mesh.lab.chaos.plan.Fault;

/// A fault as it was caused.
///
/// @param from when it was there
/// @param until when what was killed was started again, what hung went on, what was cut healed
public record Caused(Fault fault, Instant from, Instant until) {}
