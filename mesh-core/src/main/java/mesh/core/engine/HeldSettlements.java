package mesh.core.engine;

import java.util.LinkedHashMap;
import java.util.Optional;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.Settlement;

/// Settlements that came before the award that they answer and were refused, because their node
/// could not have won it by what was known. Where the award names that node all the same, the
/// auction knew better, and the work is not done again.
///
/// One of each job, the last; the oldest go beyond {@value #MOST} of them, or {@value
/// #MOST_CHARACTERS} characters of results. Kept in memory alone: after a restart of the core such
/// an attempt is lost and comes again.
final class HeldSettlements {
    static final int MOST = 1_000;
    static final int MOST_CHARACTERS = 8 << 20;

    private final LinkedHashMap<JobId, Settlement> byJob = new LinkedHashMap<>();
    private long characters;

    void hold(Settlement settlement) {
        remove(settlement.job());
        byJob.putLast(settlement.job(), settlement);
        characters += size(settlement);
        while (byJob.size() > MOST || characters > MOST_CHARACTERS) {
            remove(byJob.firstEntry().getKey());
        }
    }

    /// What this node said of the end of this attempt, once.
    Optional<Settlement> take(JobId job, int attempt, NodeId node) {
        if (byJob.isEmpty()) {
            return Optional.empty();
        }
        Settlement held = remove(job);
        return Optional.ofNullable(held)
                .filter(one -> one.attempt() == attempt && one.node().equals(node));
    }

    private Settlement remove(JobId job) {
        Settlement removed = byJob.remove(job);
        if (removed != null) {
            characters -= size(removed);
        }
        return removed;
    }

    private static int size(Settlement settlement) {
        return settlement.result() == null ? 0 : settlement.result().text().length();
    }
}
