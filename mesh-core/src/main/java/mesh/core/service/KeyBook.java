package mesh.core.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import mesh.core.IdempotencyKey;
import mesh.core.store.Store;
import mesh.core.store.Writes;
import mesh.protocol.JobId;

/// What idempotency keys stand for. The store is asked once in a turn for the keys of all requests
/// that wait then: to ask for each by itself would cost more than to admit its job.
final class KeyBook {
    private static final int MOST_AT_ONCE = 2_000;

    private final Store store;

    /// The keys of which somebody waits for a turn, and how many do.
    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

    /// What is known in this turn, and of which keys it is known: by the next one, others may have
    /// been written.
    private final Map<String, Store.Remembered> known = new HashMap<>();

    private final Set<String> asked = new HashSet<>();

    /// What this turn keeps.
    private List<Writes.Key> kept;

    KeyBook(Store store) {
        this.store = store;
    }

    /// Does what will ask for this key in a turn. Any thread may.
    ///
    /// @param key null for none
    <T> T expecting(IdempotencyKey key, Supplier<T> work) {
        if (key == null) {
            return work.get();
        }
        waiting.merge(key.key(), 1, Integer::sum);
        try {
            return work.get();
        } finally {
            waiting.computeIfPresent(key.key(), (_, count) -> count > 1 ? count - 1 : null);
        }
    }

    /// What a key stands for in the store, or in this turn, which is not yet written.
    Optional<Store.Remembered> get(String key, Writes writes) {
        begin(writes);
        if (!asked.contains(key)) {
            var keys = new ArrayList<String>();
            keys.add(key);
            for (String other : waiting.keySet()) {
                if (keys.size() < MOST_AT_ONCE && !asked.contains(other) && !other.equals(key)) {
                    keys.add(other);
                }
            }
            // What this turn has kept is newer than what the store has.
            store.remembered(keys).forEach(known::putIfAbsent);
            asked.addAll(keys);
        }
        return Optional.ofNullable(known.get(key));
    }

    /// Keeps what a key stands for.
    ///
    /// @param key null for none
    void keep(IdempotencyKey key, List<JobId> ids, Writes writes) {
        if (key != null) {
            begin(writes);
            writes.keys().add(new Writes.Key(key, ids));
            known.put(key.key(), new Store.Remembered(key.bodyHash(), ids));
            asked.add(key.key());
        }
    }

    private void begin(Writes writes) {
        if (kept != writes.keys()) {
            kept = writes.keys();
            known.clear();
            asked.clear();
        }
    }
}
