package mesh.worker.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.message.Settlement.Usage;
import mesh.protocol.needs.Capabilities;

/// The attempts that a node holds, from the assignment to the settlement that was sent, and its
/// decisions about them. Used by one thread at a time.
///
/// An attempt waits, then runs, then is settled; its settlement is unsent until the broker has it.
/// Nothing starts while more than {@value Unsent#MOST_CHARACTERS} characters of results are unsent,
/// so that a broker that is away does not fill the node's memory.
public final class Attempts {
    /// How many assignments wait beyond the slots at the most. The auction gives a node no more
    /// than it ends in a moment, as far as can be told from the jobs before.
    public static final int MOST_WAITING = 1024;

    /// Why a handler was told to stop.
    private enum Reason {
        CANCELLED,
        LEAVING
    }

    private final NodeId node;
    private final Capabilities capabilities;
    private final Set<JobType> types;
    private final int slots;

    private final Waiting waiting = new Waiting();
    private final Map<AttemptRef, Assignment> running = new LinkedHashMap<>();
    private final Map<JobId, AttemptRef> runningByJob = new HashMap<>();
    private final Map<AttemptRef, Reason> stopping = new HashMap<>();
    private final Set<AttemptRef> abandoned = new HashSet<>();
    private final Unsent unsent = new Unsent();
    private final Memory memory = new Memory();
    private long starts;

    /// How many had started when it was looked at last whether any do.
    private long startsSeen;

    private boolean draining;

    public Attempts(NodeId node, Capabilities capabilities, Set<JobType> types, int slots) {
        this.node = node;
        this.capabilities = capabilities;
        this.types = Set.copyOf(types);
        this.slots = slots;
    }

    /// An assignment came.
    public List<Step> assigned(Assignment assignment) {
        AttemptRef attempt = assignment.ref();
        if (!assignment.node().equals(node)) {
            return List.of();
        }
        Optional<Settlement> known = memory.of(attempt);
        if (known.isPresent()) {
            return unsent.contains(attempt) ? List.of() : List.of(send(known.get()));
        }
        int newest = newestHeld(assignment.job());
        if (assignment.attempt() <= newest) {
            return List.of(); // a repeat of what is held, or older than it
        }
        Optional<JobError> refusal = refusal(assignment);
        if (refusal.isPresent()) {
            return List.of(settle(attempt, Outcome.DECLINED, refusal.get(), Usage.NONE));
        }
        var steps = new ArrayList<Step>();
        if (newest > 0) {
            steps.addAll(cancelled(new AttemptRef(assignment.job(), newest)));
        }
        waiting.add(assignment);
        steps.addAll(next());
        return steps;
    }

    /// The newest attempt of a job that waits or runs here; 0 for none.
    private int newestHeld(JobId job) {
        AttemptRef runs = runningByJob.get(job);
        return Math.max(waiting.attempt(job), runs == null ? 0 : runs.attempt());
    }

    private Optional<JobError> refusal(Assignment assignment) {
        if (draining) {
            return Optional.of(leaving());
        }
        if (!types.contains(assignment.type())) {
            return notCapable("`" + node + "` runs no jobs of type `" + assignment.type() + "`");
        }
        if (!assignment.needs().satisfiedBy(capabilities)) {
            return notCapable(
                    "`%s` does not satisfy %s"
                            .formatted(node, assignment.needs().unsatisfied(capabilities)));
        }
        if (waiting.size() >= MOST_WAITING) {
            return notCapable(
                    "`%s` already has %d jobs waiting, which is the most it takes"
                            .formatted(node, MOST_WAITING));
        }
        return Optional.empty();
    }

    private static Optional<JobError> notCapable(String message) {
        return Optional.of(new JobError(ErrorCode.NOT_CAPABLE, message));
    }

    private JobError leaving() {
        return new JobError(ErrorCode.DRAINING, "`" + node + "` is leaving");
    }

    /// Starts what has its turn: never two attempts of one job, and no more than there are slots.
    private List<Step> next() {
        var steps = new ArrayList<Step>();
        Iterator<Assignment> inTurn = waiting.iterator();
        while (inTurn.hasNext() && busy() < slots && !unsent.isFull()) {
            Assignment assignment = inTurn.next();
            if (!runningByJob.containsKey(assignment.job())) {
                inTurn.remove();
                starts++;
                running.put(assignment.ref(), assignment);
                runningByJob.put(assignment.job(), assignment.ref());
                steps.add(new Step.Start(assignment));
            }
        }
        return steps;
    }

    /// Whether an attempt that runs was told to stop for good, because it was cancelled or a newer
    /// one of its job came: nobody wants what it may still say. One that was told to stop because
    /// the node leaves may save a last checkpoint.
    public boolean cancelling(AttemptRef attempt) {
        return stopping.get(attempt) == Reason.CANCELLED;
    }

    /// The core wants an attempt stopped, or a newer attempt of its job came.
    public List<Step> cancelled(AttemptRef attempt) {
        if (waiting.remove(attempt)) {
            return List.of(settle(attempt, Outcome.CANCELLED, cancelledError(), Usage.NONE));
        }
        return running.containsKey(attempt)
                        && stopping.putIfAbsent(attempt, Reason.CANCELLED) == null
                ? List.of(new Step.Stop(attempt))
                : List.of();
    }

    private static JobError cancelledError() {
        return new JobError(ErrorCode.CANCELLED, "cancelled");
    }

    /// A handler has ended. One that was abandoned meanwhile only gives its slot back.
    public List<Step> ended(AttemptRef attempt, Ending ending, Usage usage) {
        var steps = new ArrayList<Step>();
        if (!abandoned.remove(attempt)) {
            Reason reason = forget(attempt);
            steps.add(
                    switch (ending) {
                        case Ending.Returned(var result) ->
                                settle(Settlement.succeeded(attempt, node, result, usage));
                        case Ending.Failed(JobError error) ->
                                reason == null
                                        ? settle(attempt, Outcome.FAILED, error, usage)
                                        : stopped(attempt, reason, usage);
                    });
        }
        steps.addAll(next());
        return steps;
    }

    /// A handler did not end although it was told to: it is settled without waiting for it, and
    /// holds its slot until it ends.
    public List<Step> abandoned(AttemptRef attempt, Usage usage) {
        if (!running.containsKey(attempt)) {
            return List.of();
        }
        abandoned.add(attempt);
        var steps = new ArrayList<Step>();
        steps.add(stopped(attempt, forget(attempt), usage));
        steps.addAll(next());
        return steps;
    }

    /// Takes an attempt from those that run, and gives the reason why it was stopped, if it was.
    private Reason forget(AttemptRef attempt) {
        running.remove(attempt);
        runningByJob.remove(attempt.job(), attempt);
        return stopping.remove(attempt);
    }

    private Step stopped(AttemptRef attempt, Reason reason, Usage usage) {
        return switch (reason) {
            case CANCELLED -> settle(attempt, Outcome.CANCELLED, cancelledError(), usage);
            case LEAVING -> settle(attempt, Outcome.DECLINED, leaving(), usage);
        };
    }

    /// Takes no more, and gives back what waits.
    public List<Step> drain() {
        draining = true;
        return decline(waiting.takeAll(), leaving());
    }

    /// How many wait for a slot.
    public int waiting() {
        return waiting.size();
    }

    /// Gives back what waited when this was asked before, where nothing has started since because
    /// every slot is taken: these jobs last longer than those by which the auction judged, and may
    /// run elsewhere meanwhile. To be asked about once a second.
    public List<Step> giveBack() {
        boolean stuck = starts == startsSeen && busy() >= slots;
        List<Step> steps = stuck ? decline(waiting.takeSeen(), busyNow()) : List.of();
        waiting.look();
        startsSeen = starts;
        return steps;
    }

    private List<Step> decline(List<Assignment> assignments, JobError why) {
        var steps = new ArrayList<Step>();
        for (Assignment assignment : assignments) {
            steps.add(settle(assignment.ref(), Outcome.DECLINED, why, Usage.NONE));
        }
        return steps;
    }

    private JobError busyNow() {
        return new JobError(
                ErrorCode.NODE_BUSY, "no slot of `" + node + "` came free for a second");
    }

    /// Stops what runs, so that it runs elsewhere.
    public List<Step> leave() {
        var steps = new ArrayList<Step>();
        for (AttemptRef attempt : running.keySet()) {
            if (stopping.putIfAbsent(attempt, Reason.LEAVING) == null) {
                steps.add(new Step.Stop(attempt));
            }
        }
        return steps;
    }

    /// The broker has these settlements.
    public List<Step> sent(List<AttemptRef> attempts) {
        unsent.sent(attempts);
        return next();
    }

    private Step settle(AttemptRef attempt, Outcome outcome, JobError error, Usage usage) {
        return settle(Settlement.unsuccessful(attempt, node, outcome, error, usage));
    }

    private Step settle(Settlement settlement) {
        memory.add(settlement);
        return send(settlement);
    }

    private Step send(Settlement settlement) {
        unsent.add(settlement);
        return new Step.Settle(settlement);
    }

    /// How many slots are taken.
    public int busy() {
        return running.size() + abandoned.size();
    }

    public boolean draining() {
        return draining;
    }

    public List<AttemptRef> running() {
        return List.copyOf(running.keySet());
    }

    /// What the core must not take back: what waits, what runs, and what was settled while the
    /// broker does not know it.
    public List<AttemptRef> held() {
        var held = new ArrayList<>(running.keySet());
        waiting.forEach(one -> held.add(one.ref()));
        held.addAll(unsent.attempts());
        return held;
    }
}
