package mesh.lab.sim;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import mesh.core.CoreService;
import mesh.core.CoreService.CancelAnswer;
import mesh.core.IdempotencyKey;
import mesh.core.NewJob;
import mesh.core.OverloadedException;
import mesh.lab.sim.check.Watch;
import mesh.lab.sim.party.CoreParty;
import mesh.lab.sim.time.Chance;
import mesh.lab.sim.time.Timeline;
import mesh.protocol.JobId;

/// Those who submit jobs and cancel some of them. Whoever gets no answer asks again, where that can
/// do no harm: under the same key, or because the core was not even reached.
final class Customers {
    private static final long AGAIN = Timeline.SECOND;

    private final Timeline timeline;
    private final CoreParty core;
    private final Watch watch;
    private final Chance chance;
    private final Trace trace;
    private int waiting;

    Customers(Timeline timeline, CoreParty core, Watch watch, Chance chance, Trace trace) {
        this.timeline = timeline;
        this.core = core;
        this.watch = watch;
        this.chance = chance;
        this.trace = trace;
    }

    /// How many requests are still to be answered.
    int waiting() {
        return waiting;
    }

    /// Jobs that are submitted at one time go in one request.
    void plan(List<JobPlan> jobs) {
        var requests = new TreeMap<Long, List<JobPlan>>();
        for (JobPlan job : jobs) {
            requests.merge(
                    job.at(),
                    List.of(job),
                    (some, more) -> {
                        var all = new java.util.ArrayList<>(some);
                        all.addAll(more);
                        return all;
                    });
        }
        requests.forEach(
                (at, together) -> {
                    String key = chance.hits(0.6) ? "key " + together.getFirst().number() : null;
                    waiting++;
                    timeline.after(at, () -> submit(together, key, chance.hits(0.2)));
                });
    }

    /// @param repeated whether it is asked once more though it was answered
    private void submit(List<JobPlan> jobs, String key, boolean repeated) {
        if (!core.answers()) {
            timeline.after(AGAIN, () -> submit(jobs, key, repeated));
            return;
        }
        List<NewJob> asked = jobs.stream().map(this::job).toList();
        var named = key == null ? null : new IdempotencyKey(key, "body of " + key);
        try {
            List<JobId> ids = submitOnceOrTwice(asked, named, repeated);
            waiting--;
            trace.add("client", "submitted", ids.size(), key);
            watch.clients().submitted(ids, key, core.disk());
            if (repeated && key != null) {
                waiting++;
                timeline.after(AGAIN, () -> submit(jobs, key, false));
            }
        } catch (OverloadedException unknown) {
            trace.add("client", "has no answer", key);
            if (key == null) {
                waiting--;
            } else {
                timeline.after(AGAIN, () -> submit(jobs, key, repeated));
            }
        }
        core.acted();
    }

    /// Twice in one turn, as when two senders of one request come at once.
    private List<JobId> submitOnceOrTwice(List<NewJob> jobs, IdempotencyKey key, boolean repeated) {
        CoreService service = core.service();
        if (key == null || !repeated || !chance.hits(0.5)) {
            return service.submit(jobs, key);
        }
        var answers = new java.util.ArrayList<List<JobId>>();
        core.together(
                () -> {
                    answers.add(service.submit(jobs, key));
                    answers.add(service.submit(jobs, key));
                });
        watch.clients().submitted(answers.getFirst(), key.key(), core.disk());
        return answers.getLast();
    }

    /// It keeps its deadline however often it is asked for, as a client's own would.
    private NewJob job(JobPlan plan) {
        Instant asked = timeline.instant().truncatedTo(ChronoUnit.MILLIS);
        return new NewJob(
                plan.type(),
                plan.want().needs(),
                plan.payload(),
                plan.priority(),
                plan.timeout(),
                null,
                plan.maxAttempts(),
                plan.labels(),
                plan.runAfter() == null ? null : asked.plus(plan.runAfter()));
    }

    /// Somebody cancels a job, mostly one that is open.
    void cancel() {
        List<JobId> some = chance.hits(0.8) ? watch.openJobs() : watch.allJobs();
        if (some.isEmpty() || !core.answers()) {
            return;
        }
        JobId id = chance.pick(some);
        watch.clients().cancelling(id);
        try {
            CancelAnswer answer = core.service().cancel(id);
            trace.add("client", "cancels", id, answer);
            watch.clients().cancelled(id, answer, core.disk());
        } catch (OverloadedException unknown) {
            trace.add("client", "cancels", id, "without an answer");
        }
        core.acted();
    }
}
