package mesh.lab.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import mesh.core.OverloadedException;
import mesh.lab.sim.check.Invariant;
import mesh.lab.sim.check.Watch;
import mesh.lab.sim.party.CoreParty;
import mesh.lab.sim.party.NodeParty;
import mesh.lab.sim.time.Timeline;

/// Somebody who wants nodes to take nothing more, and starts them anew later.
final class Drainer {
    /// By then a node has been told, when nothing goes wrong.
    private static final long HEARD = 15 * Timeline.SECOND;

    private final Timeline timeline;
    private final CoreParty core;
    private final Watch watch;
    private final Trace trace;
    private final Map<NodeParty, String> asked = new LinkedHashMap<>();
    private long calmSince = -1;

    Drainer(Timeline timeline, CoreParty core, Watch watch, Trace trace) {
        this.timeline = timeline;
        this.core = core;
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
            if (known) {
                asked.put(node, node.incarnation());
            }
        } catch (OverloadedException unknown) {
            trace.add("client", "drains", node.name(), "without an answer");
        }
        core.acted();
    }

    /// Whether everyone who was asked has been started anew, or had the time to hear it.
    boolean isDone() {
        return asked.entrySet().stream()
                .noneMatch(
                        one ->
                                one.getKey().runs()
                                        && one.getValue().equals(one.getKey().incarnation()));
    }

    /// Nothing goes wrong any more, and a second has passed: who was asked must drain, and is
    /// started anew once it does.
    void calm() {
        calmSince = calmSince < 0 ? timeline.now() : calmSince;
        boolean late = timeline.now() - calmSince > HEARD;
        asked.forEach(
                (node, incarnation) -> {
                    boolean same = node.runs() && incarnation.equals(node.incarnation());
                    if (same && late && !node.isDraining()) {
                        watch.broken(Invariant.DRAINS, incarnation + " does not drain");
                    }
                    if (same && node.isDraining() && node.isIdle()) {
                        node.kill();
                    }
                });
    }
}
