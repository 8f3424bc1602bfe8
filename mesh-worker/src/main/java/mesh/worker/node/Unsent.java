package mesh.worker.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Settlement;

/// The settlements that the broker does not have yet, and how large they are.
final class Unsent {
    static final int MOST_CHARACTERS = 16 << 20;
    static final int MOST = 10_000;

    private final Map<AttemptRef, Long> sizes = new LinkedHashMap<>();
    private long characters;

    void add(Settlement settlement) {
        long size = Memory.characters(settlement);
        sizes.put(settlement.ref(), size);
        characters += size;
    }

    boolean contains(AttemptRef attempt) {
        return sizes.containsKey(attempt);
    }

    void sent(List<AttemptRef> attempts) {
        for (AttemptRef attempt : attempts) {
            Long size = sizes.remove(attempt);
            characters -= size == null ? 0 : size;
        }
    }

    /// Whether there is so much of it that nothing more should be begun.
    boolean isFull() {
        return characters > MOST_CHARACTERS || sizes.size() > MOST;
    }

    Set<AttemptRef> attempts() {
        return sizes.keySet();
    }
}
