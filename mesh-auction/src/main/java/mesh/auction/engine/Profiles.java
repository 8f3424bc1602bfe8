package mesh.auction.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.protocol.JobType;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Capabilities;

/// The profiles that nodes have, and lately had: a node that comes back, or one like it, finds its
/// profile judged.
final class Profiles {
    /// How many that no node has are kept.
    private static final int MOST_UNUSED = 500;

    private final Map<Capabilities, Profile> known = new LinkedHashMap<>();
    private final Map<NodeId, Profile> byNode = new HashMap<>();
    private final Map<String, Set<Profile>> byType = new HashMap<>();
    private int unused;

    /// Gives a node the profile of these capabilities.
    ///
    /// @return whether the profile is new
    boolean place(NodeId node, Capabilities capabilities) {
        remove(node);
        Profile there = known.get(capabilities);
        Profile profile = there == null ? new Profile(capabilities) : there;
        if (there == null) {
            known.put(capabilities, profile);
            for (String type : capabilities.types()) {
                byType.computeIfAbsent(type, _ -> new LinkedHashSet<>()).add(profile);
            }
        } else if (profile.nodes().isEmpty()) {
            unused--;
        }
        profile.nodes().add(node);
        byNode.put(node, profile);
        return there == null;
    }

    void remove(NodeId node) {
        Profile profile = byNode.remove(node);
        if (profile != null) {
            profile.nodes().remove(node);
            if (profile.nodes().isEmpty()) {
                unused++;
            }
        }
    }

    /// A node's profile; null for a node that is not known.
    Profile of(NodeId node) {
        return byNode.get(node);
    }

    /// Those of nodes that run jobs of this type.
    Collection<Profile> running(JobType type) {
        return byType.getOrDefault(type.capability(), Set.of());
    }

    /// Takes out all that no node has, where they are too many; otherwise none.
    Set<Profile> takeUnused() {
        if (unused <= MOST_UNUSED) {
            return Set.of();
        }
        var taken = new LinkedHashSet<Profile>();
        for (Profile profile : List.copyOf(known.values())) {
            if (profile.nodes().isEmpty()) {
                taken.add(profile);
                profile.forget();
                known.remove(profile.capabilities());
                profile.capabilities().types().forEach(type -> takeOut(type, profile));
            }
        }
        unused = 0;
        return taken;
    }

    private void takeOut(String type, Profile profile) {
        Set<Profile> alike = byType.get(type);
        alike.remove(profile);
        if (alike.isEmpty()) {
            byType.remove(type);
        }
    }
}
