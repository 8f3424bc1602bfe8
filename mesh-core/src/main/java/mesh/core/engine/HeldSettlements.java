package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import mesh.protocol.JobId;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.message.Settlement;

/// Settlements that came before the award that they answer and were refused, because their node
/// could not have won it by what was known. Where the award names that node all the same, the
/// auction knew better, and the work is not done again.
///
/// One of each job, the last, for {@link #FOR} and as long as its node is not started anew. The
/// oldest go beyond {@value #MOST} of them, or {@value #MOST_CHARACTERS} characters of results.
/// Kept in memory alone: after a restart of the core such an attempt is lost and comes again.
final class HeldSettlements {
    /// How far behind the core may be in reading awards. An award of later is another's word.
    static final Duration FOR = Limits.LEASE;

    static final int MOST = 1_000;
    static final int MOST_CHARACTERS = 8 << 20;

    private record Held(Settlement settlement, Instant since) {}

    private final LinkedHashMap<JobId, Held> byJob = new LinkedHashMap<>();
    private long characters;

    void hold(Settlement settlement, Instant now) {
        remove(settlement.job());
        byJob.putLast(settlement.job(), new Held(settlement, now));
        characters += size(settlement);
        while (byJob.size() > MOST || characters > MOST_CHARACTERS) {
            remove(byJob.firstEntry().getKey());
        }
    }

    /// What this node said of the end of this attempt, once.
    Optional<Settlement> take(JobId job, int attempt, NodeId node, Instant now) {
        if (byJob.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(remove(job))
                .filter(held -> held.since().plus(FOR).isAfter(now))
                .map(Held::settlement)
                .filter(one -> one.attempt() == attempt && one.node().equals(node));
    }

    /// A node was started anew, and has nothing of its life before.
    void forget(NodeId node) {
        byJob.values().stream()
                .map(Held::settlement)
                .filter(settlement -> settlement.node().equals(node))
                .map(Settlement::job)
                .toList()
                .forEach(this::remove);
    }

    private Held remove(JobId job) {
        Held removed = byJob.remove(job);
        if (removed != null) {
            characters -= size(removed.settlement());
        }
        return removed;
    }

    private static int size(Settlement settlement) {
        return settlement.result() == null ? 0 : settlement.result().text().length();
    }
}
