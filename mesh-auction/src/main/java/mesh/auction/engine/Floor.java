package mesh.auction.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import mesh.auction.registry.Node;
import mesh.auction.registry.NodeRegistry;
import mesh.auction.registry.NodeState;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.message.Heartbeat;

/// Who is there at one moment, and who of them has room (see {@link Pace}); looked at only when
/// somebody asks, for often nobody waits whom any node could serve.
final class Floor {
    private final NodeRegistry registry;
    private final AwardBook awards;
    private final Profiles profiles;
    private final Pace pace;
    private final Promises promises;
    private final Instant now;
    private final Map<NodeId, Candidate> free = new HashMap<>();
    private final Set<Profile> online = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean looked;

    Floor(
            NodeRegistry registry,
            Profiles profiles,
            AwardBook awards,
            Pace pace,
            Promises promises,
            Instant now) {
        this.registry = registry;
        this.profiles = profiles;
        this.awards = awards;
        this.pace = pace;
        this.promises = promises;
        this.now = now;
    }

    private void look() {
        if (looked) {
            return;
        }
        looked = true;
        for (Node node : registry.nodes()) {
            if (registry.state(node.id(), now) == NodeState.ONLINE) {
                online.add(profiles.of(node.id()));
                Heartbeat heartbeat = node.heartbeat();
                var candidate =
                        new Candidate(
                                node.id(),
                                awards.open(node.id()),
                                heartbeat.slots(),
                                heartbeat.bid());
                if (hasRoom(candidate)) {
                    free.put(node.id(), candidate);
                }
            }
        }
    }

    /// Those with room for a job of any type.
    Map<NodeId, Candidate> free() {
        look();
        return free;
    }

    /// Whether a node is there that can run what has this reach.
    boolean isServed(Reach reach) {
        if (!reach.profiles().isEmpty()) {
            look();
        }
        for (Profile profile : reach.profiles()) {
            if (online.contains(profile)) {
                return true;
            }
        }
        return false;
    }

    boolean serves(NodeId node, Reach reach) {
        return reach.profiles().contains(profiles.of(node));
    }

    /// Next in turn is an offer of this reach, and it was not placed. Where the nodes that could
    /// run it are full, and not merely thought of for others, they take nothing else until it found
    /// a slot.
    void closeIfFull(Reach reach) {
        boolean full =
                free.values().stream()
                        .noneMatch(
                                candidate ->
                                        serves(candidate.node(), reach)
                                                && hasRoom(candidate, reach.key().type()));
        if (full) {
            free.keySet().removeIf(node -> serves(node, reach));
        }
    }

    /// A node took a job.
    void takes(NodeId node) {
        free.computeIfPresent(
                node,
                (_, before) -> {
                    Candidate fuller = before.withOneMore();
                    return hasRoom(fuller) ? fuller : null;
                });
    }

    /// Whether it takes a job of any type.
    private boolean hasRoom(Candidate candidate) {
        return !candidate.isFull(0) || !candidate.isFull(pace.mostAhead(candidate.node(), now));
    }

    boolean hasRoom(Candidate candidate, JobType type) {
        return !candidate.isFull(0) || !candidate.isFull(pace.ahead(candidate.node(), type, now));
    }

    /// Whether it has a slot that is not thought of for another job whose whole is on its way.
    boolean hasRoomForAnother(Candidate candidate, JobType type) {
        int thoughtOf = promises.of(candidate.node());
        return !candidate.isFull(-thoughtOf)
                || !candidate.isFull(pace.ahead(candidate.node(), type, now) - thoughtOf);
    }
}
