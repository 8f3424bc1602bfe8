package mesh.core.service;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.core.CoreService.RequeueAnswer;
import mesh.core.Fix;
import mesh.core.IdempotencyKey;
import mesh.core.NewJob;
import mesh.core.UnreadableJobException;
import mesh.core.engine.CoreEngine;
import mesh.core.store.Store;
import mesh.core.store.Writes;
import mesh.protocol.JobId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;

/// Admits new jobs in place of dead ones. In the commit that admits it, the dead one leaves the
/// list of the dead, and a note is kept of what took its place: asked again, it is found there,
/// also after a restart, and no second one is made.
final class DeadJobs {
    private final Store store;
    private final InstantSource clock;
    private final Admission admission;

    DeadJobs(Store store, InstantSource clock, Admission admission) {
        this.store = store;
        this.clock = clock;
        this.admission = admission;
    }

    /// A dead job and what is to take its place.
    record Replacement(JobId dead, NewJob job) {}

    /// Empty where there is no such job at all; whether it is dead is for the turn to see.
    ///
    /// @throws IllegalArgumentException where the fix is none for it
    /// @throws UnreadableJobException where not all of it can be read, or sent
    Optional<Replacement> replacement(JobId dead, Fix fix) {
        return store.job(dead)
                .map(job -> fix.job(NewJob.again(job, clock.instant())))
                .map(job -> new Replacement(dead, sendable(dead, job)));
    }

    /// What an earlier version took as a payload may be shown, and yet no node would read it.
    private static NewJob sendable(JobId dead, NewJob job) {
        try {
            MeshJson.opaque(job.payload().text());
            return job;
        } catch (NotJsonException broken) {
            throw new UnreadableJobException(
                    "job %s cannot be requeued with its payload, which cannot be read: %s; give another `payload`"
                            .formatted(dead, broken.getMessage()));
        }
    }

    /// What a request with this key was answered before, or what took that dead job's place.
    ///
    /// @param key null for none
    Optional<RequeueAnswer> before(JobId dead, IdempotencyKey key, Writes writes) {
        return admission
                .repeated(key, writes)
                .<RequeueAnswer>map(jobs -> new RequeueAnswer.Admitted(jobs.getFirst()))
                .or(() -> requeued(dead, writes).map(RequeueAnswer.RequeuedBefore::new));
    }

    /// What took a dead job's place in the store, or in the turn that is not yet written.
    private Optional<JobId> requeued(JobId dead, Writes writes) {
        return writes.admitted().stream()
                .filter(admitted -> dead.equals(admitted.requeuedFrom()))
                .map(admitted -> admitted.spec().id())
                .findFirst()
                .or(() -> store.requeued(dead));
    }

    /// Admits these, for each of which there is an answer in its place.
    ///
    /// @param key null for none
    /// @throws mesh.core.OverloadedException where there is no room; then none is admitted
    List<RequeueAnswer> admit(
            List<Replacement> replacements, IdempotencyKey key, CoreEngine engine, Writes writes) {
        var answers = new ArrayList<RequeueAnswer>();
        boolean room = false;
        for (Replacement replacement : replacements) {
            Optional<RequeueAnswer> before = before(replacement.dead(), key, writes);
            if (before.isEmpty() && !room) {
                // Before the first of them, so that either all find room or none is admitted.
                List<NewJob> jobs = replacements.stream().map(Replacement::job).toList();
                admission.checkRoom(jobs, engine, writes);
                room = true;
            }
            answers.add(before.orElseGet(() -> admit(replacement, key, engine, writes)));
        }
        return answers;
    }

    private RequeueAnswer admit(
            Replacement replacement, IdempotencyKey key, CoreEngine engine, Writes writes) {
        JobId dead = replacement.dead();
        boolean isDead = !writes.dismissed().contains(dead) && store.isDead(dead);
        if (!isDead) {
            return new RequeueAnswer.Unknown();
        }
        JobId id = admission.admit(replacement.job(), dead, engine, writes);
        writes.dismissed().add(dead);
        admission.keys().keep(key, List.of(id), writes);
        return new RequeueAnswer.Admitted(id);
    }
}
