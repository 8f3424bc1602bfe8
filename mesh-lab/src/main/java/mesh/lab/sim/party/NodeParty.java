package mesh.lab.sim.party;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.lab.sim.JobPlan;
import mesh.lab.sim.NodePlan;
import mesh.lab.sim.time.Timeline;
import mesh.protocol.Limits;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Control;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Message;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.StandingBid;
import mesh.worker.node.Attempts;
import mesh.worker.node.Ending;
import mesh.worker.node.Settled;
import mesh.worker.node.Step;

/// A node: the worker's real decisions, and a light shell in place of its threads and handlers.
public final class NodeParty extends Party {
    private static final int MOST_AT_ONCE = 100;
    private static final long GRACE = 4 * Timeline.SECOND;
    private static final long FIRST_PAUSE = 50 * Timeline.MILLI;
    private static final long LONGEST_PAUSE = 2 * Timeline.SECOND;

    private final NodePlan plan;
    private final List<JobPlan> jobs;
    private final Deque<Message> gathered = new ArrayDeque<>();
    private final List<Message> inHand = new ArrayList<>();
    private final Map<String, JobPlan> working = new TreeMap<>();
    private Attempts attempts;
    private Settled settled;
    private Lies lies;
    private Duration interval;
    private String incarnation;
    private long seq;
    private boolean sending;
    private long pause;

    public NodeParty(NodePlan plan, List<JobPlan> jobs, World world) {
        super(plan.id().value(), world);
        this.plan = plan;
        this.jobs = jobs;
    }

    public NodePlan plan() {
        return plan;
    }

    @Override
    void begin() {
        attempts = new Attempts(plan.id(), plan.capabilities(), plan.types(), plan.slots());
        settled = new Settled();
        lies = new Lies(world());
        interval = Limits.HEARTBEAT;
        incarnation = plan.id() + "-" + life();
        seq = 0;
        sending = false;
        pause = FIRST_PAUSE;
        link().subscribe(Source.assignments(plan.id(), plan.capabilities()), this::assigned);
        link().subscribe(Source.control(plan.id()), this::controlled);
        world().watch().nodeStarts(plan, incarnation);
        pulse();
        giveBack();
    }

    private void giveBack() {
        carryOut(attempts.giveBack());
        later((long) (Timeline.SECOND / plan.rate()), this::giveBack);
    }

    @Override
    void forget() {
        gathered.clear();
        inHand.clear();
        working.clear();
        world().watch().nodeDies(plan);
    }

    @Override
    double risk(Moment moment) {
        return world().faults().nodeRisk() / 10;
    }

    @Override
    public void acted() {
        // Whatever it has to say, it has planned to.
    }

    private void pulse() {
        beat();
        later((long) (interval.toMillis() * Timeline.MILLI / plan.rate()), this::pulse);
    }

    private void beat() {
        var heartbeat =
                new Heartbeat(
                        plan.id(),
                        incarnation,
                        ++seq,
                        plan.capabilities(),
                        plan.slots(),
                        attempts.busy(),
                        attempts.draining(),
                        StandingBid.FREE,
                        named(),
                        "sim",
                        settled.named(),
                        Math.toIntExact(interval.toMillis()),
                        false);
        try {
            link().send(List.of(heartbeat));
        } catch (LinkException | Died away) {
            // The next one will be.
        }
    }

    /// What it says that it has: perhaps more than it does.
    private List<AttemptRef> named() {
        var named = new ArrayList<>(attempts.held());
        named.addAll(lies.tell(plan));
        return named.stream().distinct().toList();
    }

    private List<Message> assigned(List<Delivery<Assignment>> batch) {
        for (Delivery<Assignment> delivery : batch) {
            carryOut(attempts.assigned(delivery.message()));
        }
        return List.of();
    }

    private List<Message> controlled(List<Delivery<Control>> batch) {
        for (Delivery<Control> delivery : batch) {
            Control control = delivery.message();
            switch (control.kind()) {
                case CANCEL -> carryOut(attempts.cancelled(control.attempt()));
                case DRAIN -> {
                    carryOut(attempts.drain());
                    beat();
                }
                case SHUTDOWN -> carryOut(attempts.leave());
                case PACE -> interval = Duration.ofMillis(control.intervalMillis());
                case CALL -> later(world().chance().lognormal(100 * Timeline.MILLI, 1), this::beat);
            }
        }
        return List.of();
    }

    private void carryOut(List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.Start(Assignment assignment) -> begin(assignment);
                case Step.Stop(AttemptRef attempt) -> stop(attempt);
                case Step.Settle(Settlement settlement) -> {
                    world().watch().settles(settlement);
                    say(settlement);
                }
            }
        }
    }

    private void begin(Assignment assignment) {
        AttemptRef attempt = assignment.ref();
        say(Progress.started(attempt, plan.id()));
        JobPlan job = jobs.get(JobPlan.number(assignment.payload()));
        world().watch().runs(plan, attempt, job);
        working.put(attempt.toString(), job);
        later(
                (long) (job.millis() * Timeline.MILLI / plan.rate()),
                () -> end(attempt, ending(job, attempt)));
    }

    private void end(AttemptRef attempt, Ending ending) {
        JobPlan job = working.remove(attempt.toString());
        if (job != null) {
            world().watch().ends(plan, attempt);
            var usage = new Settlement.Usage(job.millis());
            carryOut(attempts.ended(attempt, ending, usage));
        }
    }

    private Ending ending(JobPlan job, AttemptRef attempt) {
        if (attempt.attempt() > job.failures()) {
            return new Ending.Returned(job.result());
        }
        return new Ending.Failed(
                new JobError(
                        job.hopeless() ? ErrorCode.RESULT_TOO_LARGE : ErrorCode.HANDLER_ERROR,
                        "as planned"));
    }

    /// A handler that does not stop is given up after the grace, and goes on holding its slot.
    private void stop(AttemptRef attempt) {
        JobPlan job = working.get(attempt.toString());
        if (job == null) {
            return;
        }
        if (job.stubborn()) {
            later(
                    GRACE,
                    () -> {
                        if (working.containsKey(attempt.toString())) {
                            carryOut(attempts.abandoned(attempt, Settlement.Usage.NONE));
                        }
                    });
        } else {
            var error = new JobError(ErrorCode.HANDLER_ERROR, "interrupted");
            later(
                    world().chance().lognormal(Timeline.MILLI, 1),
                    () -> end(attempt, new Ending.Failed(error)));
        }
    }

    private void say(Message message) {
        gathered.add(message);
        if (!sending) {
            sending = true;
            later(world().chance().lognormal(Timeline.MILLI / 5.0, 1), this::send);
        }
    }

    /// Sends what has gathered; what the broker did not take is tried again, but for what may be
    /// lost.
    private void send() {
        sending = false;
        while (inHand.size() < MOST_AT_ONCE && !gathered.isEmpty() && pause == FIRST_PAUSE) {
            inHand.add(gathered.poll());
        }
        if (inHand.isEmpty()) {
            return;
        }
        long next = Timeline.MILLI;
        try {
            link().send(List.copyOf(inHand));
            sent();
        } catch (LinkException away) {
            inHand.removeIf(message -> !message.persistent());
            next = pause;
            pause = inHand.isEmpty() ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, pause * 2);
        } catch (Died died) {
            return;
        }
        if (!sending && (!inHand.isEmpty() || !gathered.isEmpty())) {
            sending = true;
            later(next, this::send);
        }
    }

    private void sent() {
        var taken = new ArrayList<AttemptRef>();
        for (Message message : inHand) {
            if (message instanceof Settlement settlement) {
                taken.add(settlement.ref());
            }
        }
        inHand.clear();
        pause = FIRST_PAUSE;
        settled.add(taken);
        carryOut(attempts.sent(taken));
    }

    /// Whether it does nothing and has nothing to say.
    public boolean isIdle() {
        return attempts.held().isEmpty() && working.isEmpty();
    }

    public boolean isDraining() {
        return attempts.draining();
    }

    public String incarnation() {
        return incarnation;
    }
}
