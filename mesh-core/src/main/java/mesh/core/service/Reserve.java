package mesh.core.service;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mesh.core.NewJob;
import mesh.core.OverloadedException;
import mesh.core.engine.CoreEngine;
import mesh.core.store.Store;

/// Keeps of the store's disk what the jobs that are there still need: for their events and results,
/// and for the broker that brings them. Otherwise a rush of submissions would fill the disk, and
/// nothing of what was admitted could end. A result is taken to be as large as its payload; how
/// large it will be nobody knows. One thread at a time.
final class Reserve {
    /// Of the disk as a whole: more than the 20 MiB below which the broker beside it takes nothing
    /// more to send, and what its journal and the store's log grow by.
    static final long BYTES = 32L << 20;

    /// For each job that is open, beside its result.
    private static final long A_JOB = 4 << 10;

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Store store;
    private Instant lookAt = Instant.MIN;
    private long left;

    Reserve(Store store) {
        this.store = store;
    }

    /// @throws OverloadedException where there is no room for these beside the reserve
    void check(List<NewJob> jobs, CoreEngine engine, Instant now) {
        if (!now.isBefore(lookAt)) {
            left = store.room() - kept(engine);
            lookAt = now.plus(LOOK_EVERY);
        }
        // A job and its result.
        long size = A_JOB * jobs.size();
        for (NewJob job : jobs) {
            size += 2L * job.payload().text().length();
        }
        if (size > left) {
            throw new OverloadedException(
                    false,
                    ("the store's disk is nearly full: its last %d MiB are kept for the %d jobs"
                                    + " that are open; free some of it, or keep fewer ended jobs")
                            .formatted(kept(engine) >> 20, engine.openJobs()),
                    Admission.COME_AGAIN);
        }
        left -= size;
    }

    private static long kept(CoreEngine engine) {
        return BYTES + engine.openJobs() * A_JOB + engine.openPayloads();
    }
}
