package mesh.core.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import mesh.core.job.Input;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Refusal;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;

/// All open jobs, and what follows for them from each message and from time. One thread at a time.
public final class CoreEngine {
    private final CoreSettings settings;
    private final NodeTable nodes;
    private final RandomGenerator chance;
    private final EndedLately ended;
    private final OfferBook offers;
    private final Kinds kinds;
    private final Holdings holdings;
    private final Eligibility eligibility;
    private final Roster roster;
    private final UnreadableJobs unreadable;
    private final Awards awards;
    private final Reports reports;
    private final HeartbeatReports heartbeats;

    /// Since when it hears nodes, as far as is known: its first turn, or when it awoke last; null
    /// before.
    private Instant begun;

    /// An engine that knows no job yet.
    ///
    /// @param chance for the times after which failed jobs are tried again
    public CoreEngine(CoreSettings settings, NodeTable nodes, RandomGenerator chance) {
        this(settings, nodes, chance, new EndedLately());
    }

    private CoreEngine(
            CoreSettings settings, NodeTable nodes, RandomGenerator chance, EndedLately ended) {
        this.settings = settings;
        this.nodes = nodes;
        this.chance = chance;
        this.ended = ended;
        this.offers = new OfferBook(settings);
        this.kinds =
                new Kinds(
                        offers.lines(),
                        settings.mostKinds(),
                        (spec, now) -> nodes.anyCanRun(spec.type(), spec.needs(), begun, now));
        this.holdings = new Holdings(settings, nodes);
        this.eligibility = new Eligibility(settings, nodes);
        var late = new LateSettlements(ended);
        this.roster = new Roster(eligibility, chance, ended, offers, holdings, late);
        this.unreadable = new UnreadableJobs(ended);
        var refusals = new Refusals(roster, ended);
        this.awards = new Awards(roster, offers, nodes, refusals, late);
        this.reports = new Reports(roster, holdings, ended, refusals);
        this.heartbeats = new HeartbeatReports(nodes, eligibility, awards, roster, holdings, late);
    }

    /// An engine in the place of this one, whose last turn could not be committed. It knows no job
    /// yet, and of the nodes what was known before that turn.
    public CoreEngine anew() {
        nodes.undo();
        return new CoreEngine(settings, nodes, chance, ended);
    }

    /// Takes a job from the store at the start, in the order of ids. An attempt that is with a node
    /// gets a whole lease: the node may be well and could not be heard meanwhile.
    public void restore(JobSpec spec, JobState.Open state, int seq, Instant now) {
        roster.restore(spec, state, seq, now);
    }

    /// Takes from the store at the start that an open job cannot be read there: it ends in one of
    /// the next turns.
    ///
    /// @param state null where it is not known
    /// @param seq the place of its newest event
    public void unreadable(JobId id, StateName state, int attempt, int seq, String reason) {
        unreadable.add(id, state, attempt, seq, reason);
    }

    /// What was asked for with a job turned out to be unreadable: it ends. One that is not open is
    /// left as it is.
    public void giveUp(JobId id, String reason, Turn turn) {
        OpenJob job = roster.get(id);
        if (job != null) {
            roster.giveUp(job, UnreadableJobs.error(reason), turn);
        }
    }

    /// Nobody was heard for a while, because the core stood still, its clock was set or the broker
    /// was away: every attempt gets a whole lease from now on, as at a start.
    public void awake(Instant now) {
        begin(now);
        holdings.renewAll(now);
    }

    private void begin(Instant now) {
        begun = now;
        eligibility.begin(now);
    }

    /// Whether a job is open, or known here to have ended.
    public boolean knows(JobId id) {
        return roster.get(id) != null || ended.knows(id);
    }

    /// Takes from the store how a job ended that is not known here.
    ///
    /// @param log all its events
    public void recall(JobId id, List<JobEvent> log) {
        ended.add(id, EndedLately.End.of(log));
    }

    public int openJobs() {
        return roster.size();
    }

    /// Shows every open job's state, in no order: for whoever compares it with the store.
    public void forEachOpen(BiConsumer<JobId, JobState.Open> each) {
        roster.forEach(job -> each.accept(job.id(), job.state));
    }

    /// The characters of their payloads.
    public long openPayloads() {
        return roster.payloadSize();
    }

    /// Whether this many more jobs may be admitted.
    public boolean hasRoomFor(int more) {
        return roster.size() + more <= settings.mostOpen();
    }

    /// Of how many kinds the open jobs are.
    public Kinds kinds() {
        return kinds;
    }

    /// Admits a job.
    public void admit(JobSpec spec, Turn turn) {
        roster.admit(spec, turn);
    }

    /// The auction's word.
    public void award(Award award, Turn turn) {
        awards.award(award, turn);
    }

    /// A node's word that an attempt goes on.
    public void progress(Progress progress, Turn turn) {
        reports.take(progress, turn);
    }

    /// A node's word that an attempt ended.
    ///
    /// @return why it was not accepted, or empty where it was
    public Optional<Refusal> settle(Settlement settlement, Turn turn) {
        return awards.settle(settlement, turn);
    }

    /// @return why it could not be cancelled, or empty where it was
    public Optional<Refusal> cancel(JobId id, Turn turn) {
        return roster.tell(id, new Input.Cancel(), turn);
    }

    /// A node's sign of life: renews the leases of what it names, and notices what it does not.
    public void heartbeat(Delivery<Heartbeat> delivery, Turn turn) {
        heartbeats.take(delivery, turn);
    }

    /// A node's connection ended: what it held is taken back, once its last words are read. Where
    /// that may have been about its life before, it is taken back only if no heartbeat follows.
    public void departed(NodeId node, Turn turn) {
        if (nodes.departed(node, turn.now())) {
            nodes.get(node).ifPresent(turn::saw);
        }
        holdings.shorten(node, turn.now());
    }

    /// Asks a node to take no further jobs, and again until its heartbeats say so or it restarts,
    /// also after a restart of the core.
    public void drain(NodeId node, Turn turn) {
        nodes.ask(node).ifPresent(turn::saw);
        turn.control(Control.drain(node));
    }

    /// What follows from time alone: leases and deadlines that are over, offers to make and repeat.
    public void tick(Turn turn) {
        Instant now = turn.now();
        heartbeats.look(turn);
        kinds.tick();
        for (OpenJob job : holdings.overdue(now)) {
            heartbeats.lose(job, holdings.silence(job), turn);
        }
        offers.repeat(now, settings.offerAgain()).forEach(again -> want(again, turn));
        fill(turn);
    }

    /// Ends what has no time left; the first step of every turn, so that nothing that comes in it
    /// is accepted too late.
    public void expire(Turn turn) {
        if (begun == null) {
            begin(turn.now());
        }
        unreadable.end(turn);
        List<OpenJob> over = roster.overtime(turn.now());
        // Many jobs of a lane may end at once: the nodes are asked once for all of them.
        var served = new HashMap<Line, Boolean>();
        for (OpenJob job : over) {
            roster.tell(job.id(), new Input.PassDeadline(lastWord(job, served, turn)), turn);
        }
    }

    /// Why a job was not awarded: what the auction said last; where it said nothing, because it is
    /// down or was started again, what is known of the nodes.
    private NoAward lastWord(OpenJob job, Map<Line, Boolean> served, Turn turn) {
        NoAward word = job.line.word;
        if (!(job.state instanceof JobState.Queued) || word == NoAward.NO_CAPABLE_NODE) {
            return word;
        }
        boolean any =
                served.computeIfAbsent(
                        job.line,
                        _ -> nodes.anyCanRun(job.spec.type(), job.spec.needs(), begun, turn.now()));
        return any ? word : NoAward.NO_CAPABLE_NODE;
    }

    /// Puts on offer what this turn made room for or whose time has come; the last step of every
    /// turn.
    public void fill(Turn turn) {
        expire(turn);
        roster.wake(turn.now());
        offers.fill(turn.now()).forEach(one -> want(one, turn));
    }

    private void want(OfferBook.Offering offering, Turn turn) {
        eligibility.offered(offering.job(), turn.now());
        turn.offer(offering.wanted());
    }
}
