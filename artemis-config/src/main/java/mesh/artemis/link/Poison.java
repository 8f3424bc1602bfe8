package mesh.artemis.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import mesh.protocol.Address;
import org.apache.activemq.artemis.api.core.ICoreMessage;

/// Counts how often a reader failed on a message that it took alone, so that one which always fails
/// is put aside.
///
/// The broker's own count will not do: each time a reader is killed it rises for everything that
/// lay ahead of it, and a job's result would be given up although nobody ever tried to handle it.
/// This one begins anew with the process. What kills its reader each time is given up by the broker
/// in the end; see `broker.xml`.
final class Poison {
    /// How often a message may fail.
    static final int MOST = 10;

    private static final int REMEMBERED = 1_000;

    private record Failure(int times, String last) {}

    private final Map<UUID, Failure> failures = new LinkedHashMap<>();
    private final Address<?> address;

    /// @param address what is read; of what was put aside already nothing is given up
    Poison(Address<?> address) {
        this.address = address;
    }

    void failed(ICoreMessage message, Throwable why) {
        UUID id = Aside.id(message);
        Failure before = failures.remove(id);
        if (failures.size() == REMEMBERED) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(id, new Failure(before == null ? 1 : before.times() + 1, why.toString()));
    }

    /// Why a message is tried no more, because it failed too often; null where it may be tried.
    String givenUp(ICoreMessage message) {
        if (failures.isEmpty()
                || address.equals(Address.DEAD)
                || address.equals(Address.QUARANTINE)) {
            return null;
        }
        Failure failure = failures.get(Aside.id(message));
        return failure == null || failure.times() < MOST ? null : failure.last();
    }

    /// It is handled or put aside.
    void over(ICoreMessage message) {
        if (!failures.isEmpty()) {
            failures.remove(Aside.id(message));
        }
    }
}
