package mesh.lab.sim;

import java.util.List;
import java.util.function.Consumer;
import mesh.lab.sim.party.AuctionParty;
import mesh.lab.sim.party.CoreParty;
import mesh.lab.sim.party.NodeParty;
import mesh.lab.sim.time.Chance;
import mesh.lab.sim.time.Timeline;
import mesh.lab.sim.wire.SteppedBroker;
import mesh.protocol.link.Source;

/// What befalls the parties at times of its own: kills, stops, cuts, a full disk.
final class Disasters {
    private final Faults faults;
    private final Chance chance;
    private final Timeline timeline;
    private final SteppedBroker broker;
    private final CoreParty core;
    private final AuctionParty auction;
    private final List<NodeParty> nodes;
    private final Trace trace;

    Disasters(
            Faults faults,
            Chance chance,
            Timeline timeline,
            SteppedBroker broker,
            CoreParty core,
            AuctionParty auction,
            List<NodeParty> nodes,
            Trace trace) {
        this.faults = faults;
        this.chance = chance;
        this.timeline = timeline;
        this.broker = broker;
        this.core = core;
        this.auction = auction;
        this.nodes = nodes;
        this.trace = trace;
    }

    void plan(Customers customers, Stranger stranger, Drainer drainer) {
        again(Fault.NODE_CRASH, 10, 60, () -> crash(node()));
        again(Fault.NODE_HANG, 10, 60, () -> hang(node()));
        again(Fault.PARTITION, 10, 60, () -> cut(node()));
        again(Fault.CORE_CRASH, 20, 90, core::kill);
        again(Fault.AUCTION_CRASH, 20, 90, auction::kill);
        again(Fault.BROKER_CRASH, 25, 90, this::brokerDies);
        again(Fault.FULL_DISK, 20, 60, this::diskFills);
        again(Fault.BACKLOG, 15, 60, this::fallBehind);
        again(Fault.CANCEL, 1, 10, customers::cancel);
        again(Fault.DRAIN, 15, 60, () -> drainer.drain(node()));
        again(Fault.FORGERY, 1, 8, stranger::speak);
    }

    /// Lets something happen now and then, at intervals around a mean that the seed draws.
    private void again(Fault fault, int least, int most, Runnable what) {
        double mean = chance.between(least, (double) most);
        Chance own = chance.of(fault.wireName());
        if (faults.has(fault)) {
            timeline.after(pause(own, mean), () -> once(own, mean, what));
        }
    }

    private static long pause(Chance own, double mean) {
        return (long) (-StrictMath.log(1 - own.between(0, 0.999_999)) * mean * Timeline.SECOND);
    }

    private void once(Chance own, double mean, Runnable what) {
        if (!faults.isCalm()) {
            what.run();
            timeline.after(pause(own, mean), () -> once(own, mean, what));
        }
    }

    private NodeParty node() {
        return chance.pick(nodes);
    }

    private void whenOver(double least, double most, Runnable what) {
        timeline.after((long) (chance.between(least, most) * Timeline.SECOND), what);
    }

    /// Kills a node, and now and then once more as soon as it is back.
    private void crash(NodeParty node) {
        node.kill();
        if (chance.hits(0.5)) {
            crashAgain(node, node.life());
        }
    }

    private void crashAgain(NodeParty node, int died) {
        if (faults.isCalm()) {
            return;
        }
        if (node.life() == died) {
            whenOver(0.1, 1.2, () -> crashAgain(node, died));
        } else {
            node.kill();
        }
    }

    private void hang(NodeParty node) {
        node.hang();
        whenOver(1, 60, node::wake);
    }

    private void cut(NodeParty node) {
        if (!node.runs()) {
            return;
        }
        boolean speech = chance.hits(0.67);
        boolean hearing = !speech || chance.hits(0.5);
        trace.add("partition", node.name(), "says " + !speech, "hears " + !hearing);
        node.link().cut(speech, hearing);
        broker.watch(node.link());
        var link = node.link();
        whenOver(0.5, 60, () -> link.cut(false, false));
    }

    private void brokerDies() {
        trace.add("broker", "dies");
        broker.crash();
        whenOver(0.5, 40, this::brokerStarts);
    }

    private void brokerStarts() {
        trace.add("broker", "starts");
        broker.restart();
    }

    private void diskFills() {
        trace.add("disk", "fills");
        faults.diskFull(true);
        whenOver(0.5, 20, () -> faults.diskFull(false));
    }

    private void fallBehind() {
        trace.add("core", "falls behind");
        broker.holdBack(Source.settlements("core"), true);
        whenOver(5, 60, this::catchUp);
    }

    private void catchUp() {
        trace.add("core", "catches up");
        broker.holdBack(Source.settlements("core"), false);
    }

    /// Ends all that is still bad.
    void mend() {
        trace.add("run", "all is well from now on");
        catchUp();
        brokerStarts();
        Consumer<NodeParty> mend =
                node -> {
                    node.wake();
                    if (node.runs()) {
                        node.link().cut(false, false);
                    }
                };
        nodes.forEach(mend);
    }
}
