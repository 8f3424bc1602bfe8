package mesh.protocol.message;

import mesh.protocol.Json;
import mesh.protocol.Limits;

/// What an attempt saved of its work, so that the next one, on another node, goes on from there.
///
/// @param number counts a job's checkpoints from 1, across its attempts
/// @param partials how many partial results had been said when it was saved: the next attempt's
///     first one carries the number after it
/// @param value the handler's own; at most {@link Limits#CHECKPOINT_BYTES} bytes
public record Checkpoint(int number, int partials, Json value) {
    public Checkpoint {
        Checks.atLeast("checkpoint.number", number, 1);
        Checks.within("checkpoint.partials", partials, 0, Limits.PARTIALS);
        value = value == null ? Json.NULL : value;
        Checks.size("checkpoint.value", value, Limits.CHECKPOINT_BYTES);
    }
}
