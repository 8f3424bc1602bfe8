package mesh.lab.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.core.OverloadedException;
import mesh.lab.sim.check.Invariant;
import mesh.lab.sim.check.Watch;
import mesh.lab.sim.party.CoreParty;
import mesh.lab.sim.party.NodeParty;
import mesh.lab.sim.time.Timeline;

/// Somebody who wants nodes to take nothing more, and in the end starts those anew that drain,
/// asked by whomever.
final class Drainer {
    /// By then a node has been told, when nothing goes wrong.
    private static final long HEARD = 15 * Timeline.SECOND;

    private final Timeline timeline;
    private final CoreParty core;
    private final List<NodeParty> nodes;
    private final Watch watch;
    private final Trace trace;

    /// The incarnation of which a core said, while it knew no other, that it will drain.
    private final Map<NodeParty, String> promised = new LinkedHashMap<>();

    /// Since when there is a core and nothing goes wrong; negative before.
    private long calmSince = -1;

    Drainer(Timeline timeline, CoreParty core, List<NodeParty> nodes, Watch watch, Trace trace) {
        this.timeline = timeline;
        this.core = core;
        this.nodes = nodes;
        this.watch = watch;
        this.trace = trace;
    }

    void drain(NodeParty node) {
        if (!core.answers() || !node.runs()) {
            return;
        }
        try {
            boolean known = core.service().drain(node.plan().id());
            trace.add("client", "drains", node.name(), known ? "known" : "unknown");
            if (known && watch.coreKnows(node.plan().id(), node.incarnation())) {
                promised.put(node, node.incarnation());
            }
        } catch (OverloadedException unknown) {
            trace.add("client", "drains", node.name(), "without an answer");
        }
        core.acted();
    }

    /// Whether everyone who drains, or will, has been started anew.
    boolean isDone() {
        return nodes.stream()
                .noneMatch(node -> node.runs() && (node.isDraining() || mustDrain(node)));
    }

    private boolean mustDrain(NodeParty node) {
        return node.runs() && node.incarnation().equals(promised.get(node));
    }

    /// Nothing goes wrong any more, and a second has passed: who was asked must drain, and is
    /// started anew once it does.
    void calm() {
        if (calmSince < 0 || !core.answers()) {
            calmSince = timeline.now();
        }
        boolean late = timeline.now() - calmSince > HEARD;
        for (NodeParty node : nodes) {
            if (late && mustDrain(node) && !node.isDraining()) {
                watch.broken(Invariant.DRAINS, node.incarnation() + " does not drain");
            }
            if (node.runs() && node.isDraining() && node.isIdle()) {
                node.kill();
            }
        }
    }
}
