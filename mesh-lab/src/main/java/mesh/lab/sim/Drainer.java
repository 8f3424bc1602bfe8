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
    private final Map<NodeParty, Asked> asked = new LinkedHashMap<>();
    private long calmSince = -1;

    /// What a core that is started again does not know any more, as long as the node has not heard
    /// it: who was asked to drain.
    ///
    /// @param coreLife the life of the core that was asked
    private record Asked(String incarnation, int coreLife) {}

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
            if (known && watch.coreKnows(node.plan().id(), node.incarnation())) {
                asked.put(node, new Asked(node.incarnation(), core.life()));
            }
        } catch (OverloadedException unknown) {
            trace.add("client", "drains", node.name(), "without an answer");
        }
        core.acted();
    }

    /// Whether everyone who was asked has been started anew, or need not drain.
    boolean isDone() {
        return asked.entrySet().stream()
                .noneMatch(
                        one ->
                                isSame(one.getKey(), one.getValue())
                                        && (one.getKey().isDraining() || isKnown(one.getValue())));
    }

    private static boolean isSame(NodeParty node, Asked asked) {
        return node.runs() && asked.incarnation().equals(node.incarnation());
    }

    private boolean isKnown(Asked asked) {
        return asked.coreLife() == core.life();
    }

    /// Nothing goes wrong any more, and a second has passed: who was asked must drain, and is
    /// started anew once it does.
    void calm() {
        calmSince = calmSince < 0 ? timeline.now() : calmSince;
        boolean late = timeline.now() - calmSince > HEARD;
        asked.forEach(
                (node, word) -> {
                    boolean same = isSame(node, word);
                    if (same && late && isKnown(word) && !node.isDraining()) {
                        watch.broken(Invariant.DRAINS, word.incarnation() + " does not drain");
                    }
                    if (same && node.isDraining() && node.isIdle()) {
                        node.kill();
                    }
                });
    }
}
