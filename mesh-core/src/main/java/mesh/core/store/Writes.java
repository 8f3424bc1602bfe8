package mesh.core.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mesh.core.IdempotencyKey;
import mesh.core.Labels;
import mesh.core.QuarantineView;
import mesh.core.engine.Turn;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;
import mesh.protocol.Json;

/// What one commit writes: what a turn of the engine decided, and what requests leave beside it.
///
/// @param forgotten messages that go out of quarantine
/// @param dismissed dead jobs that go out of quarantine; they stay what they are
public record Writes(
        Turn turn,
        List<Admitted> admitted,
        List<Key> keys,
        List<QuarantineView> quarantined,
        List<UUID> forgotten,
        List<JobId> dismissed) {

    /// A job as it is written once.
    ///
    /// @param requeuedFrom the dead job that it repeats; null for none
    public record Admitted(
            JobSpec spec, Json payload, Labels labels, Instant at, JobId requeuedFrom) {}

    /// An idempotency key and the jobs that it stands for.
    public record Key(IdempotencyKey key, List<JobId> jobs) {}

    public static Writes of(Turn turn) {
        return new Writes(
                turn,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /// Whether there is nothing to write.
    public boolean isEmpty() {
        return admitted.isEmpty()
                && turn.happenings().isEmpty()
                && turn.nodes().isEmpty()
                && turn.forgotten().isEmpty()
                && turn.said().isEmpty()
                && turn.refused().isEmpty()
                && keys.isEmpty()
                && quarantined.isEmpty()
                && forgotten.isEmpty()
                && dismissed.isEmpty();
    }
}
