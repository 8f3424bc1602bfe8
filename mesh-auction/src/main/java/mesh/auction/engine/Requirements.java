package mesh.auction.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import mesh.auction.engine.Requirement.Signature;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.message.Offer;
import mesh.protocol.needs.Capabilities;

/// The requirements that are asked for, and lately were, each with its reach. Needs are evaluated
/// here alone, and only when a requirement or a profile is new; so much of that at a time as {@link
/// Judging} allows. A pair that was not judged yet counts as not capable.
final class Requirements {
    /// How many that nothing waits for are kept, so that a lone job of a common kind finds its
    /// requirement judged.
    private static final int MOST_IDLE = 1_000;

    private final Profiles profiles = new Profiles();
    private final Judging judging = new Judging(this);
    private final Map<Signature, Requirement> known = new HashMap<>();
    private final Map<String, Set<Requirement>> byType = new HashMap<>();
    private final LinkedHashMap<Signature, Requirement> idle = new LinkedHashMap<>();
    private final Map<Reach.Key, Reach> reaches = new HashMap<>();
    private final Set<Reach> waiting = new LinkedHashSet<>();

    Profiles profiles() {
        return profiles;
    }

    /// Whether a node is known and can run what is required, judged already or not.
    boolean isCapable(NodeId node, Requirement requirement) {
        Profile profile = profiles.of(node);
        return profile != null && requirement.isMetBy(profile);
    }

    /// A node has these capabilities from now on.
    void place(NodeId node, Capabilities capabilities) {
        if (profiles.place(node, capabilities)) {
            judging.begin(profiles.of(node));
        }
        forgetUnused();
    }

    void forget(NodeId node) {
        profiles.remove(node);
        forgetUnused();
    }

    Judging judging() {
        return judging;
    }

    Requirement of(Offer offer) {
        var signature = new Signature(offer.type(), offer.needs());
        Requirement there = known.get(signature);
        if (there != null) {
            return there;
        }
        Reach nobody = reach(new Reach.Key(offer.type(), Set.of()));
        var requirement = new Requirement(signature, nobody);
        nobody.joined();
        known.put(signature, requirement);
        ofType(offer.type().capability()).add(requirement);
        judging.begin(requirement, profiles.running(offer.type()));
        return requirement;
    }

    private Set<Requirement> ofType(String capability) {
        return byType.computeIfAbsent(capability, _ -> new LinkedHashSet<>());
    }

    /// Those of jobs of this type.
    Collection<Requirement> of(String typeCapability) {
        return byType.getOrDefault(typeCapability, Set.of());
    }

    /// The reaches with offers that wait.
    Collection<Reach> waiting() {
        return waiting;
    }

    void add(PendingOffer pending) {
        Requirement requirement = pending.requirement();
        requirement.waiting().add(pending);
        requirement.reach().add(pending);
        waiting.add(requirement.reach());
        idle.remove(requirement.signature());
    }

    /// An offer whose whole did not come waits again.
    void await(PendingOffer pending) {
        pending.parked(false);
        Reach reach = pending.requirement().reach();
        reach.add(pending);
        waiting.add(reach);
    }

    /// An offer is not looked at until its whole comes.
    void park(PendingOffer pending) {
        pending.parked(true);
        takeOut(pending, pending.requirement().reach());
    }

    void remove(PendingOffer pending) {
        Requirement requirement = pending.requirement();
        requirement.waiting().remove(pending);
        takeOut(pending, requirement.reach());
        if (requirement.waiting().isEmpty()) {
            idle.put(requirement.signature(), requirement);
            if (idle.size() > MOST_IDLE) {
                forget(idle.pollFirstEntry().getValue());
            }
        }
    }

    private void takeOut(PendingOffer pending, Reach reach) {
        reach.remove(pending);
        if (reach.isEmpty()) {
            waiting.remove(reach);
        }
    }

    private void forget(Requirement requirement) {
        requirement.forget();
        known.remove(requirement.signature());
        JobType type = requirement.signature().type();
        Set<Requirement> alike = ofType(type.capability());
        alike.remove(requirement);
        if (alike.isEmpty()) {
            byType.remove(type.capability());
        }
        leave(requirement.reach());
    }

    private Reach reach(Reach.Key key) {
        return reaches.computeIfAbsent(key, Reach::new);
    }

    private void leave(Reach reach) {
        if (reach.left()) {
            reaches.remove(reach.key());
        }
    }

    /// The reach of those whom these serve, too.
    Reach with(Reach reach, Collection<Profile> more) {
        var all = new HashSet<>(reach.profiles());
        all.addAll(more);
        return reach(new Reach.Key(reach.key().type(), all));
    }

    /// A requirement is served by others than was known.
    ///
    /// @return how many offers that is of use to
    int move(Requirement requirement, Reach to) {
        Reach from = requirement.reach();
        to.joined();
        for (PendingOffer pending : requirement.waiting()) {
            takeOut(pending, from);
            if (!pending.isParked()) {
                to.add(pending);
                waiting.add(to);
            }
        }
        requirement.reach(to);
        leave(from);
        return requirement.waiting().size();
    }

    /// Forgets profiles that no node has: where there are many, all at once.
    private void forgetUnused() {
        Set<Profile> unused = profiles.takeUnused();
        if (unused.isEmpty()) {
            return;
        }
        var changed = new HashMap<Reach, Reach>();
        for (Reach reach : Set.copyOf(reaches.values())) {
            var left = new HashSet<>(reach.profiles());
            if (left.removeAll(unused)) {
                changed.put(reach, reach(new Reach.Key(reach.key().type(), left)));
            }
        }
        for (Requirement requirement : known.values()) {
            Reach to = changed.get(requirement.reach());
            if (to != null) {
                move(requirement, to);
            }
        }
    }
}
