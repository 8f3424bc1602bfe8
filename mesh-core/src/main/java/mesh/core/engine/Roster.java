package mesh.core.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import mesh.core.job.Decision;
import mesh.core.job.Input;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.core.job.Refusal;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.Control;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Settlement;

/// The open jobs and where each of them stands: waiting for its time, in the offer book, or with a
/// node. What an input makes of a job is the life cycle's to say; here it happens.
final class Roster {
    private final Eligibility eligibility;
    private final RandomGenerator chance;
    private final EndedLately ended;
    private final OfferBook offers;
    private final Holdings holdings;
    private final LateSettlements late;
    private final Map<JobId, OpenJob> open = new HashMap<>();
    private long payloadSize;
    private final Agenda deadlines = new Agenda(OpenJob::deadline);
    private final Agenda waiting = new Agenda(job -> job.waitsUntil);

    Roster(
            Eligibility eligibility,
            RandomGenerator chance,
            EndedLately ended,
            OfferBook offers,
            Holdings holdings,
            LateSettlements late) {
        this.eligibility = eligibility;
        this.chance = chance;
        this.ended = ended;
        this.offers = offers;
        this.holdings = holdings;
        this.late = late;
    }

    int size() {
        return open.size();
    }

    void forEach(Consumer<OpenJob> each) {
        open.values().forEach(each);
    }

    long payloadSize() {
        return payloadSize;
    }

    /// @return null where no such job is open
    OpenJob get(JobId id) {
        return open.get(id);
    }

    void restore(JobSpec spec, JobState.Open state, int seq, Instant now) {
        var job = new OpenJob(spec, offers.enter(spec), state, seq);
        job.offeredBefore = true;
        keep(job);
        switch (job.state) {
            case JobState.Queued queued when queued.waits(now) -> await(job, queued.notBefore());
            case JobState.Queued _ -> offers.add(job);
            case JobState.Held held -> holdings.add(held.node(), job, now);
        }
    }

    void admit(JobSpec spec, Turn turn) {
        var submitted = new JobEvent.Submitted(spec.runAt().orElse(null));
        var queued = (JobState.Queued) Lifecycle.apply(JobState.Queued.NEW, submitted);
        var job = new OpenJob(spec, offers.enter(spec), queued, 0);
        keep(job);
        if (queued.waits(turn.now())) {
            await(job, queued.notBefore());
        } else {
            offers.add(job);
        }
        record(job, submitted, null, queued, turn);
    }

    private void keep(OpenJob job) {
        open.put(job.id(), job);
        payloadSize += job.spec.payloadSize();
        if (job.spec.deadline().isPresent()) {
            deadlines.add(job);
        }
    }

    private void await(OpenJob job, Instant time) {
        job.waitsUntil = time;
        waiting.add(job);
    }

    private void awaitNoMore(OpenJob job) {
        waiting.remove(job);
        job.waitsUntil = null;
    }

    /// The jobs whose deadline has passed.
    List<OpenJob> overtime(Instant now) {
        return deadlines.due(now);
    }

    /// Moves those whose time has come to the offer book: one that was tried before to the head of
    /// its lane.
    void wake(Instant now) {
        for (OpenJob job : waiting.due(now)) {
            awaitNoMore(job);
            if (job.state.attempt() == 0) {
                offers.add(job);
            } else {
                offers.addAgain(job);
            }
        }
    }

    /// Says something to a job.
    ///
    /// @return why it changed nothing, or empty where it did change it
    Optional<Refusal> tell(JobId id, Input input, Turn turn) {
        OpenJob job = open.get(id);
        if (job == null) {
            return Optional.of(ended.refusal(id, input));
        }
        if (job.waits() && input.attempt() == job.state.attempt() + 1) {
            // It is not on offer yet: whoever names its next attempt made that up.
            return Optional.of(Refusal.UNKNOWN_ATTEMPT);
        }
        return switch (Lifecycle.decide(job.spec, job.state, input, turn.now(), chance)) {
            case Decision.Refused(Refusal reason) -> Optional.of(reason);
            case Decision.Happened(List<JobEvent> events) -> {
                Optional<Refusal> refused = impostor(job, input, turn);
                if (refused.isEmpty()) {
                    events.forEach(event -> happen(job, event, input, turn));
                }
                yield refused;
            }
        };
    }

    /// Ends a job that cannot be offered, whatever state it is in.
    void giveUp(OpenJob job, JobError error, Turn turn) {
        var failed = new JobEvent.Failed(job.state.attempt(), null, error);
        happen(job, failed, new Input.Cancel(), turn);
    }

    /// Why a node that claims an award cannot have won it, as far as is known; empty where it can,
    /// or nobody claims anything.
    private Optional<Refusal> impostor(OpenJob job, Input input, Turn turn) {
        return job.state instanceof JobState.Queued
                ? input.claimant().flatMap(node -> eligibility.refusal(job, node, turn.now()))
                : Optional.empty();
    }

    /// Lets an event happen: the state changes, and with it who holds the job and what is on offer.
    private void happen(OpenJob job, JobEvent event, Input cause, Turn turn) {
        JobState.Open before = job.state;
        JobState after = Lifecycle.apply(before, event);
        leave(job, before, event, cause, turn);
        switch (after) {
            case JobState.Queued queued -> queue(job, queued, event, turn.now());
            case JobState.Held held -> {
                job.state = held;
                holdings.add(held.node(), job, turn.now());
            }
            case JobState.Succeeded _,
                    JobState.Failed _,
                    JobState.Expired _,
                    JobState.Cancelled _ ->
                    end(job, before, after, cause);
        }
        record(job, event, before.name(), after, turn);
    }

    private void leave(OpenJob job, JobState.Open before, JobEvent event, Input cause, Turn turn) {
        switch (before) {
            case JobState.Queued _ when job.waits() -> awaitNoMore(job);
            case JobState.Queued _ ->
                    offers.remove(job, event instanceof JobEvent.Awarded, turn.now());
            case JobState.Held held -> {
                holdings.remove(held.node(), job);
                boolean itKnows =
                        switch (cause) {
                            case Input.Award _, Input.Start _, Input.Settle _, Input.Bounce _ ->
                                    true;
                            case Input.Lose _, Input.Cancel _, Input.PassDeadline _ -> false;
                        };
                if (!itKnows) {
                    late.tookBack(held.node(), job.id(), held.attempt());
                    turn.control(Control.cancel(held.node(), job.id(), held.attempt()));
                }
            }
        }
    }

    private void queue(OpenJob job, JobState.Queued queued, JobEvent event, Instant now) {
        JobState.Open before = job.state;
        job.heldLast = before instanceof JobState.Held held ? held.node() : null;
        job.offeredFirst = null;
        job.offeredBefore = false;
        job.state = queued;
        if (queued.waits(now)) {
            await(job, queued.notBefore());
        } else if (event instanceof JobEvent.Declined(_, NodeId node, _)
                && before.history().declinedBefore(node)) {
            // The market insists on that node; what it hears next may mend that.
            offers.addLater(job, now);
        } else {
            offers.addAgain(job);
        }
    }

    private void end(OpenJob job, JobState.Open before, JobState after, Input cause) {
        open.remove(job.id());
        offers.exit(job);
        payloadSize -= job.spec.payloadSize();
        if (job.spec.deadline().isPresent()) {
            deadlines.remove(job);
        }
        NodeId holder = before instanceof JobState.Held held ? held.node() : null;
        boolean settled = cause instanceof Input.Settle(Settlement _);
        ended.add(
                job.id(),
                new EndedLately.End(after.attempt(), holder, settled, after.name(), job.seq + 1));
    }

    private static void record(
            OpenJob job, JobEvent event, StateName before, JobState after, Turn turn) {
        job.seq++;
        turn.happened(new Turn.Happening(job.id(), job.seq, turn.now(), event, before, after));
    }
}
