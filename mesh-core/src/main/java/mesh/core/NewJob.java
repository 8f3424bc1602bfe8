package mesh.core;

import java.time.Duration;
import java.time.Instant;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.needs.Needs;

/// A job as asked for, checked.
///
/// @param priority 0 to 9, 9 first
/// @param timeout how long from its admission it may take; null where there is none or a deadline
/// @param deadline when it ends whatever happens; null where there is none or a timeout
/// @param maxAttempts 1 to 100
public record NewJob(
        JobType type,
        Needs needs,
        Json payload,
        int priority,
        Duration timeout,
        Instant deadline,
        int maxAttempts,
        Labels labels) {
    public static final int DEFAULT_PRIORITY = 4;
    public static final int DEFAULT_ATTEMPTS = 3;
}
