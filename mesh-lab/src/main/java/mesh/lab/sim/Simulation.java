package mesh.lab.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import mesh.core.NodeView;
import mesh.lab.sim.check.Invariant;
import mesh.lab.sim.check.Watch;
import mesh.lab.sim.party.AuctionParty;
import mesh.lab.sim.party.CoreParty;
import mesh.lab.sim.party.NodeParty;
import mesh.lab.sim.party.World;
import mesh.lab.sim.time.Chance;
import mesh.lab.sim.time.Timeline;
import mesh.lab.sim.wire.SteppedBroker;
import mesh.protocol.NodeId;

/// One run. First there are faults; then all is well, and whatever is open must end within a bound.
public final class Simulation {
    /// How long after the last fault everything may still be open: leases, heartbeats, back-off and
    /// the longest handler, several times over.
    private static final long CALM = 600 * Timeline.SECOND;

    /// How long a run goes on after everything has ended, so that what should not follow could.
    private static final long AFTERWARDS = 2 * Timeline.SECOND;

    private static final int MOST_QUEUED = 2_000;
    private static final int MOST_QUEUED_A_JOB = 50;
    private static final int LOOK = 64;

    /// What makes somebody forget who drains.
    private static final Set<Fault> FORGET =
            EnumSet.of(Fault.CORE_CRASH, Fault.FULL_DISK, Fault.AUCTION_CRASH, Fault.NODE_CRASH);

    private final Scenario scenario;
    private final Trace trace;
    private final Timeline timeline = new Timeline();
    private final Faults faults;
    private final Watch watch;
    private final SteppedBroker broker;
    private final CoreParty core;
    private final AuctionParty auction;
    private final List<NodeParty> nodes = new ArrayList<>();
    private final Customers customers;
    private final Drainer drainer;
    private final Disasters disasters;
    private final Stranger stranger;

    private Simulation(Scenario scenario, Trace trace) {
        this.scenario = scenario;
        this.trace = trace;
        trace.begin(timeline);
        var chance = new Chance(scenario.seed());
        faults = new Faults(scenario.faults(), chance.of("faults"));
        watch = new Watch(timeline, trace, scenario.jobs(), scenario.nodes());
        broker = new SteppedBroker(timeline, faults.weather(), watch);
        var world = new World(timeline, broker, faults, chance.of("parties"), watch, trace);
        core = new CoreParty(world);
        double off = faults.has(Fault.CLOCKS) ? chance.of("clock").between(-0.4, 0.4) : 0;
        auction = new AuctionParty(world, (long) (off * Timeline.SECOND));
        scenario.nodes().forEach(plan -> nodes.add(new NodeParty(plan, scenario.jobs(), world)));
        customers = new Customers(timeline, core, watch, chance.of("customers"), trace);
        drainer = new Drainer(timeline, core, nodes, watch, trace);
        stranger =
                new Stranger(
                        watch,
                        scenario.nodes(),
                        chance.of("stranger"),
                        timeline,
                        broker,
                        this::surelyDrains);
        disasters =
                new Disasters(
                        faults,
                        chance.of("disasters"),
                        timeline,
                        broker,
                        core,
                        auction,
                        nodes,
                        trace);
    }

    /// Runs a seed.
    ///
    /// @param lines how many of the last steps to keep in words; 0 for none, which is fastest
    public static Outcome run(long seed, Options options, int lines) {
        return new Simulation(Scenario.of(seed, options), new Trace(lines)).run();
    }

    private Outcome run() {
        core.start();
        auction.start();
        nodes.forEach(NodeParty::start);
        customers.plan(scenario.jobs());
        disasters.plan(customers, stranger, drainer);
        play(scenario.seconds() * Timeline.SECOND);
        if (watch.verdict().broken().isEmpty()) {
            calm();
        }
        return outcome();
    }

    /// Nothing goes wrong any more, and everything has to end.
    private void calm() {
        faults.calm();
        disasters.mend();
        timeline.after(Timeline.SECOND, this::calmSecond);
        long calm = timeline.now();
        while (!isOver() && timeline.now() < calm + CALM) {
            play(timeline.now() + Timeline.SECOND);
        }
        if (!isOver()) {
            watch.broken(
                    Invariant.ENDS_AT_ALL,
                    "%d jobs are open %d s after the last fault, the first is %s; %d requests wait"
                            .formatted(
                                    watch.open(),
                                    CALM / Timeline.SECOND,
                                    watch.firstOpen(),
                                    customers.waiting()));
        }
        play(timeline.now() + AFTERWARDS);
    }

    private Outcome outcome() {
        return new Outcome(
                scenario.seed(),
                scenario.faults(),
                watch.verdict().broken(),
                trace.hash(),
                timeline.happened(),
                timeline.now() / (double) Timeline.SECOND,
                scenario.nodes().size(),
                watch.jobs(),
                trace.lines());
    }

    /// Lets happen what happens until then, or until an invariant is broken.
    private void play(long until) {
        boolean[] reached = {false};
        timeline.after(until - timeline.now(), () -> reached[0] = true);
        while (!reached[0] && watch.verdict().broken().isEmpty() && timeline.step()) {
            if (timeline.happened() % LOOK == 0) {
                bounded();
            }
        }
    }

    private void bounded() {
        int longest = broker.longest();
        if (longest > MOST_QUEUED + MOST_QUEUED_A_JOB * scenario.jobs().size()) {
            watch.broken(Invariant.BOUNDED, longest + " messages wait in one queue");
        }
    }

    private void calmSecond() {
        watch.calm(core.answers());
        drainer.calm();
        timeline.after(Timeline.SECOND, this::calmSecond);
    }

    /// Whether a node drains, and nobody may forget it: no core and no auction that starts again,
    /// and not the node.
    private boolean surelyDrains(NodeId node) {
        boolean soonMended = timeline.now() > (scenario.seconds() - 30) * Timeline.SECOND;
        return core.answers()
                && !soonMended
                && FORGET.stream().noneMatch(faults::has)
                && core.service()
                        .node(node)
                        .filter(view -> view.state() == NodeView.State.DRAINING)
                        .isPresent();
    }

    private boolean isOver() {
        return watch.verdict().broken().isPresent()
                || watch.open() == 0
                        && customers.waiting() == 0
                        && core.answers()
                        && drainer.isDone()
                        && nodes.stream().allMatch(node -> node.runs() && node.isIdle());
    }
}
