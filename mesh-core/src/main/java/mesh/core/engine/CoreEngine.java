package mesh.core.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.core.job.Decision;
import mesh.core.job.Input;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.core.job.Refusal;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;

/// All open jobs, and what follows for them from each message and from time. One thread at a time.
public final class CoreEngine {
    private final CoreSettings settings;
    private final Map<JobId, OpenJob> open = new HashMap<>();
    private final OfferBook offers;
    private final EndedLately ended = new EndedLately();
    private final Holdings holdings;
    private final NodeTable nodes;
    private final Deadlines deadlines = new Deadlines();

    private final Drains drains = new Drains();

    public CoreEngine(CoreSettings settings, NodeTable nodes) {
        this.settings = settings;
        this.nodes = nodes;
        this.offers = new OfferBook(settings);
        this.holdings = new Holdings(settings, nodes);
    }

    /// Takes a job from the store at the start, in the order of ids. An attempt that is with a node
    /// gets a whole lease: the node may be well and could not be heard meanwhile.
    public void restore(JobSpec spec, JobState.Open state, int seq, Instant now) {
        var job = new OpenJob(spec, state, seq);
        keep(job);
        switch (state) {
            case JobState.Queued _ -> offers.add(job);
            case JobState.Held held -> holdings.add(held.node(), job, now);
        }
    }

    public int openJobs() {
        return open.size();
    }

    /// Whether this many more jobs may be admitted.
    public boolean hasRoomFor(int more) {
        return open.size() + more <= settings.mostOpen();
    }

    /// Admits a job.
    public void admit(JobSpec spec, Turn turn) {
        var submitted = new JobEvent.Submitted(spec.runAt().orElse(null));
        JobState.Open queued = (JobState.Open) Lifecycle.apply(JobState.Queued.NEW, submitted);
        var job = new OpenJob(spec, queued, 0);
        keep(job);
        offers.add(job);
        record(job, submitted, job.state, turn);
    }

    private void keep(OpenJob job) {
        open.put(job.id(), job);
        deadlines.add(job);
    }

    /// The auction's word.
    public void award(Award award, Turn turn) {
        OpenJob job = open.get(award.job());
        if (award.node() == null) {
            if (job != null
                    && job.state instanceof JobState.Queued queued
                    && award.attempt() == queued.attempt() + 1) {
                job.noAward = award.reason();
            }
            return;
        }
        Optional<Refusal> refused =
                tell(award.job(), new Input.Award(award.attempt(), award.node()), turn);
        if (refused.isPresent() && refused.get() != Refusal.REPEATED) {
            // The node that it names must not run it: another does, or the job is past that
            // attempt.
            turn.control(Control.cancel(award.node(), award.job(), award.attempt()));
        }
        if (refused.isEmpty() && nodes.hasDeparted(award.node())) {
            tell(job.id(), new Input.Bounce(award.attempt(), award.node()), turn);
        }
    }

    /// A node's word that it goes on.
    public void progress(Progress progress, Turn turn) {
        Optional<Refusal> refused =
                tell(progress.job(), new Input.Start(progress.attempt(), progress.node()), turn);
        if (refused.isEmpty() || refused.get() == Refusal.REPEATED) {
            renew(progress.ref(), progress.node(), turn.now());
        }
    }

    /// A node's word that an attempt ended.
    ///
    /// @return why it was not accepted, or empty where it was
    public Optional<Refusal> settle(Settlement settlement, Turn turn) {
        Optional<Refusal> refused = tell(settlement.job(), new Input.Settle(settlement), turn);
        refused.ifPresent(
                reason ->
                        turn.refuse(new Turn.Refused(settlement.ref(), settlement.node(), reason)));
        return refused;
    }

    /// @return why it could not be cancelled, or empty where it was
    public Optional<Refusal> cancel(JobId id, Turn turn) {
        return tell(id, new Input.Cancel(), turn);
    }

    /// A node's sign of life: renews the leases of what it names, and notices what it does not.
    public void heartbeat(Delivery<Heartbeat> delivery, Turn turn) {
        NodeTable.News news = nodes.heard(delivery, turn.now());
        if (news.stale()) {
            return;
        }
        if (news.worthWriting()) {
            turn.saw(news.known());
        }
        Heartbeat heartbeat = delivery.message();
        drains.heard(heartbeat, news.restarted()).ifPresent(turn::control);
        Set<AttemptRef> named = new HashSet<>(heartbeat.running());
        named.addAll(heartbeat.settled());
        named.forEach(ref -> renew(ref, heartbeat.node(), turn.now()));
        heartbeat.running().forEach(ref -> cancelIfStale(ref, heartbeat.node(), turn));
        String reason = news.restarted() ? "its node restarted" : "its node no longer has it";
        for (OpenJob job : holdings.unnamed(delivery, named, news.restarted())) {
            lose(job, reason, turn);
        }
    }

    private void cancelIfStale(AttemptRef ref, NodeId node, Turn turn) {
        OpenJob job = open.get(ref.job());
        if (job == null || !job.mayRunOn(node, ref.attempt())) {
            turn.control(Control.cancel(node, ref.job(), ref.attempt()));
        }
    }

    /// A node's connection ended: what it held is taken back, once its last words are read.
    public void departed(NodeId node, Turn turn) {
        if (nodes.departed(node, turn.now())) {
            nodes.get(node).ifPresent(turn::saw);
            holdings.shorten(node, turn.now());
        }
    }

    /// Asks a node to take no further jobs, and again until its heartbeats say so or it restarts.
    public void drain(NodeId node, Turn turn) {
        turn.control(drains.ask(node));
    }

    /// What follows from time alone: leases and deadlines that are over, offers to make and repeat.
    public void tick(Turn turn) {
        Instant now = turn.now();
        for (OpenJob job : holdings.overdue(now)) {
            lose(job, holdings.silence(job), turn);
        }
        for (OpenJob job : offers.repeat(now, settings.offerAgain())) {
            want(job, turn);
        }
        fill(turn);
    }

    /// Ends what has no time left; the first step of every turn, so that nothing that comes in it
    /// is accepted too late.
    public void expire(Turn turn) {
        for (OpenJob job : deadlines.over(turn.now())) {
            tell(job.id(), new Input.PassDeadline(job.noAward), turn);
        }
    }

    /// Puts on offer what this turn made room for; the last step of every turn.
    public void fill(Turn turn) {
        expire(turn);
        offers.fill(turn.now()).forEach(job -> want(job, turn));
    }

    private static void want(OpenJob job, Turn turn) {
        turn.offer(
                new Turn.Wanted(job.spec, job.state.attempt() + 1, job.state.history().failedOn()));
    }

    private void lose(OpenJob job, String reason, Turn turn) {
        if (job.state instanceof JobState.Held held) {
            tell(job.id(), new Input.Lose(held.attempt(), held.node(), reason), turn);
        }
    }

    private void renew(AttemptRef ref, NodeId node, Instant now) {
        OpenJob job = open.get(ref.job());
        if (job != null && job.isHeldBy(node, ref.attempt())) {
            holdings.renew(job, node, now);
        }
    }

    private Optional<Refusal> tell(JobId id, Input input, Turn turn) {
        OpenJob job = open.get(id);
        if (job == null) {
            return Optional.of(ended.refusal(id, input));
        }
        return switch (Lifecycle.decide(job.spec, job.state, input)) {
            case Decision.Refused(Refusal reason) -> Optional.of(reason);
            case Decision.Happened _ when isImpostor(job, input) -> {
                disbelieve(job, input.claimant().orElseThrow(), turn);
                yield Optional.of(Refusal.NOT_CAPABLE);
            }
            case Decision.Happened(List<JobEvent> events) -> {
                events.forEach(event -> happen(job, event, turn));
                yield Optional.empty();
            }
        };
    }

    /// Whether a node claims an award that it cannot have won, as far as is known.
    private boolean isImpostor(OpenJob job, Input input) {
        return job.state instanceof JobState.Queued
                && input.claimant()
                        .filter(n -> !nodes.canRun(n, job.spec.type(), job.spec.needs()))
                        .isPresent();
    }

    /// Counts the attempt that a node claims as one it declined: the auction may have heard the
    /// same and take that attempt for ended, so that only another number is auctioned again.
    private void disbelieve(OpenJob job, NodeId node, Turn turn) {
        int attempt = job.state.attempt() + 1;
        var error = new JobError(ErrorCode.NOT_CAPABLE, "it is not known to be able to run it");
        happen(job, new JobEvent.Awarded(attempt, node), turn);
        happen(job, new JobEvent.Declined(attempt, node, error), turn);
        turn.control(Control.cancel(node, job.id(), attempt));
    }

    /// Lets an event happen: the state changes, and with it who holds the job and what is on offer.
    private void happen(OpenJob job, JobEvent event, Turn turn) {
        JobState.Open before = job.state;
        JobState after = Lifecycle.apply(before, event);
        leave(job, before, event, turn);
        switch (after) {
            case JobState.Queued queued -> {
                job.state = queued;
                job.noAward = null;
                if (event instanceof JobEvent.Declined(_, NodeId node, _)
                        && before.history().failedOn().contains(node)) {
                    // The market insists on that node; what it hears next may mend that.
                    offers.addLater(job, turn.now());
                } else {
                    offers.addAgain(job);
                }
            }
            case JobState.Held held -> {
                job.state = held;
                holdings.add(held.node(), job, turn.now());
            }
            case JobState.Succeeded _,
                    JobState.Failed _,
                    JobState.Expired _,
                    JobState.Cancelled _ -> {
                open.remove(job.id());
                deadlines.remove(job);
                ended.add(job.id(), after.attempt());
            }
        }
        record(job, event, after, turn);
    }

    private void leave(OpenJob job, JobState.Open before, JobEvent event, Turn turn) {
        switch (before) {
            case JobState.Queued _ -> offers.remove(job);
            case JobState.Held held -> {
                holdings.remove(held.node(), job);
                if (!event.saidByNode()) {
                    turn.control(Control.cancel(held.node(), job.id(), held.attempt()));
                }
            }
        }
    }

    private static void record(OpenJob job, JobEvent event, JobState after, Turn turn) {
        job.seq++;
        turn.happened(new Turn.Happening(job.id(), job.seq, turn.now(), event, after));
    }
}
