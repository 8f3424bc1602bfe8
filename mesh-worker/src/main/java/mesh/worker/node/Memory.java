package mesh.worker.node;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Settlement;

/// The latest settlements, so that a repeated assignment is answered and not run again. The oldest
/// are forgotten beyond {@value #MOST} or {@value #MOST_CHARACTERS} characters of results; a repeat
/// that comes later than that runs again, and the core refuses the second settlement.
final class Memory {
    static final int MOST = 10_000;
    static final int MOST_CHARACTERS = 16 << 20;

    private final Map<AttemptRef, Settlement> settlements = new LinkedHashMap<>();
    private long characters;

    void add(Settlement settlement) {
        Settlement before = settlements.put(settlement.ref(), settlement);
        characters += characters(settlement) - (before == null ? 0 : characters(before));
        Iterator<Settlement> oldest = settlements.values().iterator();
        while (settlements.size() > MOST
                || characters > MOST_CHARACTERS && settlements.size() > 1) {
            characters -= characters(oldest.next());
            oldest.remove();
        }
    }

    Optional<Settlement> of(AttemptRef attempt) {
        return Optional.ofNullable(settlements.get(attempt));
    }

    static long characters(Settlement settlement) {
        return settlement.result() == null
                ? settlement.error().message().length()
                : settlement.result().text().length();
    }
}
