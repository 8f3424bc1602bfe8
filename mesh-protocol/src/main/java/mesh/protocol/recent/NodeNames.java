package mesh.protocol.recent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.protocol.NodeId;

/// The names of nodes by small numbers, each for as long as somebody keeps it.
final class NodeNames {
    private static final int NONE = -1;

    /// Of one name.
    private static final class Name {
        final NodeId node;
        final int number;
        int keepers;

        Name(NodeId node, int number) {
            this.node = node;
            this.number = number;
        }
    }

    private final Map<NodeId, Name> known = new HashMap<>();
    private final List<Name> byNumber = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();

    /// Keeps a name once more.
    ///
    /// @param node null for none
    /// @return its number
    int keep(NodeId node) {
        if (node == null) {
            return NONE;
        }
        Name name = known.get(node);
        if (name == null) {
            name = add(node);
        }
        name.keepers++;
        return name.number;
    }

    private Name add(NodeId node) {
        int number = free.isEmpty() ? byNumber.size() : free.removeLast();
        var name = new Name(node, number);
        if (number == byNumber.size()) {
            byNumber.add(name);
        } else {
            byNumber.set(number, name);
        }
        known.put(node, name);
        return name;
    }

    /// Keeps it once less.
    void release(int number) {
        if (number == NONE) {
            return;
        }
        Name name = byNumber.get(number);
        name.keepers--;
        if (name.keepers == 0) {
            known.remove(name.node);
            byNumber.set(number, null);
            free.add(number);
        }
    }

    /// @return null for the number of none
    NodeId get(int number) {
        return number == NONE ? null : byNumber.get(number).node;
    }

    /// How many names are kept.
    int size() {
        return known.size();
    }
}
