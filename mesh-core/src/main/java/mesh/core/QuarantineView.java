package mesh.core;

import java.time.Instant;
import java.util.UUID;

/// What was put aside, and why.
public record QuarantineView(UUID id, Instant at, String from, String reason, String body) {}
