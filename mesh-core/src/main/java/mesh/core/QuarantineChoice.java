package mesh.core;

import java.util.List;
import java.util.UUID;

/// Which things in quarantine are dealt with together.
public sealed interface QuarantineChoice {

    /// These.
    ///
    /// @param ids {@value QuarantineQuery#MOST_SELECTED} at most
    record These(List<UUID> ids) implements QuarantineChoice {
        public These {
            ids = List.copyOf(ids);
        }
    }

    /// What a query finds, the newest first, as many as it may select.
    record Found(QuarantineQuery query) implements QuarantineChoice {}

    /// What became of them.
    ///
    /// @param done how many were dealt with
    /// @param failed which could not be, and why
    /// @param remaining how many more were chosen and not tried
    /// @param stopped why the rest was not tried; null where nothing kept it
    record Outcome(int done, List<Failure> failed, long remaining, String stopped) {}

    /// @param reason for people
    record Failure(UUID id, String reason) {}
}
