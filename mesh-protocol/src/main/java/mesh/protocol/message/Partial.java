package mesh.protocol.message;

import mesh.protocol.Json;
import mesh.protocol.Limits;

/// A piece of a job's result, kept by the core as soon as it is said, so that it survives its node.
///
/// An attempt that goes on from a checkpoint counts on from {@link Checkpoint#partials}, one that
/// starts anew counts from 1; what a newer attempt says under a number takes the place of what an
/// older one said.
///
/// @param number from 1 to {@link Limits#PARTIALS}
/// @param value at most {@link Limits#PARTIAL_BYTES} bytes
public record Partial(int number, Json value) {
    public Partial {
        Checks.within("partial.number", number, 1, Limits.PARTIALS);
        value = value == null ? Json.NULL : value;
        Checks.size("partial.value", value, Limits.PARTIAL_BYTES);
    }
}
