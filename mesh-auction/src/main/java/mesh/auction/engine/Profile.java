package mesh.auction.engine;

import java.util.LinkedHashSet;
import java.util.Set;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Capabilities;

/// What nodes that are alike can do, and which these are: needs are evaluated once for all of them.
/// A profile is equal to itself alone.
final class Profile {
    private final Capabilities capabilities;
    private final Set<NodeId> nodes = new LinkedHashSet<>();
    private boolean forgotten;

    Profile(Capabilities capabilities) {
        this.capabilities = capabilities;
    }

    Capabilities capabilities() {
        return capabilities;
    }

    Set<NodeId> nodes() {
        return nodes;
    }

    /// Whether no node has had it for long.
    boolean isForgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
    }
}
