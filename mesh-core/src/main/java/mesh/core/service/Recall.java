package mesh.core.service;

import java.util.List;
import java.util.stream.Stream;
import mesh.core.OverloadedException;
import mesh.core.engine.CoreEngine;
import mesh.core.store.Store;
import mesh.core.store.StoreException;
import mesh.protocol.JobId;

/// Looks in the store for the end of jobs that messages name and the engine has not in mind: they
/// ended long ago, or before a restart, or were made up. One question for a batch of messages, and
/// none where all are known; what a batch can ask for is bounded by its size.
final class Recall {
    private final Store store;

    Recall(Store store) {
        this.store = store;
    }

    /// Lets the engine know what the store does of these jobs, before it hears what is said of
    /// them.
    ///
    /// @throws OverloadedException when the store cannot be asked; nothing happened then
    void before(Stream<JobId> jobs, CoreEngine engine) {
        List<JobId> unknown = jobs.filter(id -> !engine.knows(id)).distinct().toList();
        if (unknown.isEmpty()) {
            return;
        }
        try {
            store.ended(unknown).forEach(engine::recall);
        } catch (StoreException unanswered) {
            throw new OverloadedException(false, unanswered.getMessage(), Turns.PAUSE);
        }
    }
}
