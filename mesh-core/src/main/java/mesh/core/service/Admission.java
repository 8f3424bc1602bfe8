package mesh.core.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import mesh.core.IdempotencyConflictException;
import mesh.core.IdempotencyKey;
import mesh.core.NewJob;
import mesh.core.OverloadedException;
import mesh.core.engine.CoreEngine;
import mesh.core.job.JobSpec;
import mesh.core.store.Store;
import mesh.core.store.Writes;
import mesh.protocol.JobId;

/// Admits jobs in a turn, once for each idempotency key.
final class Admission {
    static final Duration COME_AGAIN = Duration.ofSeconds(2);

    private final KeyBook keys;
    private final Supplier<RandomGenerator> chance;
    private final Reserve reserve;

    Admission(Store store, Supplier<RandomGenerator> chance) {
        this.keys = new KeyBook(store);
        this.chance = chance;
        this.reserve = new Reserve(store);
    }

    /// Admits all or none.
    ///
    /// @param key null for none
    /// @throws OverloadedException where there is no room
    /// @throws IdempotencyConflictException where the key came with another body
    List<JobId> admit(List<NewJob> jobs, IdempotencyKey key, CoreEngine engine, Writes writes) {
        Optional<List<JobId>> before = repeated(key, writes);
        if (before.isPresent()) {
            return before.get();
        }
        checkRoom(jobs, engine, writes);
        var ids = new ArrayList<JobId>(jobs.size());
        for (NewJob job : jobs) {
            ids.add(admit(job, null, engine, writes));
        }
        keys.keep(key, ids, writes);
        return ids;
    }

    /// @throws OverloadedException where there is no room for these
    void checkRoom(List<NewJob> jobs, CoreEngine engine, Writes writes) {
        if (!engine.hasRoomFor(jobs.size())) {
            throw new OverloadedException(
                    true,
                    "%d jobs are open, as many as may be".formatted(engine.openJobs()),
                    COME_AGAIN);
        }
        if (!engine.kinds().hasRoomFor(jobs.size()) && !hasRoomForKindsOf(jobs, engine, writes)) {
            throw new OverloadedException(
                    true,
                    "too many different needs are waiting: the open jobs are of %d kinds (type, needs, priority and tenant), as many as may be; jobs of kinds that are there already are admitted, others when some of them have ended"
                            .formatted(engine.kinds().open()),
                    COME_AGAIN);
        }
        reserve.check(jobs, engine, writes.turn().now());
    }

    private static boolean hasRoomForKindsOf(List<NewJob> jobs, CoreEngine engine, Writes writes) {
        Instant now = writes.turn().now();
        List<JobSpec> unnamed = jobs.stream().map(job -> job.spec(null, now)).toList();
        return engine.kinds().hasRoomFor(unnamed, now);
    }

    /// Admits one, for which there is room.
    ///
    /// @param requeuedFrom the dead job that it repeats; null for none
    JobId admit(NewJob job, JobId requeuedFrom, CoreEngine engine, Writes writes) {
        Instant now = writes.turn().now();
        JobId id = JobId.make(now, chance.get());
        JobSpec spec = job.spec(id, now);
        writes.admitted()
                .add(new Writes.Admitted(spec, job.payload(), job.labels(), now, requeuedFrom));
        engine.admit(spec, writes.turn());
        return id;
    }

    /// What idempotency keys stand for.
    KeyBook keys() {
        return keys;
    }

    /// What a request with this key was answered before; empty where there was none.
    ///
    /// @param key null for none
    /// @throws IdempotencyConflictException where it came with another body
    Optional<List<JobId>> repeated(IdempotencyKey key, Writes writes) {
        if (key == null) {
            return Optional.empty();
        }
        return keys.get(key.key(), writes)
                .map(
                        before -> {
                            if (!before.bodyHash().equals(key.bodyHash())) {
                                throw new IdempotencyConflictException(
                                        "the Idempotency-Key '%s' came before with another body"
                                                .formatted(key.key()));
                            }
                            return before.jobs();
                        });
    }
}
