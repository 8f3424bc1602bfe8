package mesh.auction.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import mesh.auction.engine.Requirement.Signature;
import mesh.auction.registry.Node;
import mesh.protocol.NodeId;
import mesh.protocol.message.Offer;
import mesh.protocol.needs.Capabilities;

/// The requirements that are asked for, and lately were. Needs are evaluated here alone, and only
/// when a requirement or a node's capabilities are new.
final class Requirements {
    /// How many that nothing waits for are kept, so that a lone job of a common kind finds its
    /// requirement judged.
    private static final int MOST_IDLE = 1_000;

    private final Supplier<Collection<Node>> nodes;
    private final Map<Signature, Requirement> known = new HashMap<>();
    private final LinkedHashMap<Signature, Requirement> idle = new LinkedHashMap<>();
    private final Set<Requirement> waiting = new LinkedHashSet<>();
    private long evaluations;

    /// @param nodes all that are known at any time
    Requirements(Supplier<Collection<Node>> nodes) {
        this.nodes = nodes;
    }

    Requirement of(Offer offer) {
        return known.computeIfAbsent(
                new Signature(offer.type(), offer.needs()),
                signature -> {
                    var requirement = new Requirement(signature);
                    nodes.get()
                            .forEach(
                                    node ->
                                            judge(
                                                    requirement,
                                                    node.id(),
                                                    node.heartbeat().capabilities()));
                    return requirement;
                });
    }

    /// Those with offers that wait.
    Collection<Requirement> waiting() {
        return waiting;
    }

    void add(PendingOffer pending) {
        Requirement requirement = pending.requirement();
        requirement.add(pending);
        waiting.add(requirement);
        idle.remove(requirement.signature());
    }

    void remove(PendingOffer pending) {
        Requirement requirement = pending.requirement();
        requirement.remove(pending);
        if (requirement.isEmpty()) {
            waiting.remove(requirement);
            idle.put(requirement.signature(), requirement);
            if (idle.size() > MOST_IDLE) {
                known.remove(idle.pollFirstEntry().getKey());
            }
        }
    }

    void judge(NodeId node, Capabilities capabilities) {
        known.values().forEach(requirement -> judge(requirement, node, capabilities));
    }

    private void judge(Requirement requirement, NodeId node, Capabilities capabilities) {
        evaluations++;
        requirement.judge(node, capabilities);
    }

    void forget(NodeId node) {
        known.values().forEach(requirement -> requirement.forget(node));
    }

    /// How often needs were evaluated so far.
    long evaluations() {
        return evaluations;
    }
}
