package mesh.core.engine;

import java.util.HashMap;
import java.util.Map;

/// Whose turn it is: a rank for each job that is offered, so that tenants take turns whatever each
/// of them has waiting. A tenant's jobs have successive ranks, and of one that had nothing on offer
/// the first has that of the job awarded last (start-time fair queueing: Goyal, Vin and Cheng,
/// 1996).
final class Ranks {
    /// Of how many tenants is known where they are; beyond it all begin alike.
    static final int MOST = 10_000;

    private final Map<String, Long> next = new HashMap<>();
    private long served;

    /// The rank that the tenant's next job would have.
    long next(String tenant) {
        return Math.max(served, next.getOrDefault(tenant, 0L));
    }

    /// Gives the tenant's next job its rank.
    long take(String tenant) {
        long rank = next(tenant);
        if (next.put(tenant, rank + 1) == null && next.size() > MOST) {
            forget();
        }
        return rank;
    }

    /// A job that has a rank does not count for its tenant as long as it finds no slot, so that
    /// what cannot run costs nobody the turn of what can.
    void giveBack(String tenant) {
        next.computeIfPresent(tenant, (_, rank) -> rank - 1);
    }

    /// A job with this rank was awarded.
    ///
    /// @param counts whether it counts for its tenant already
    void served(String tenant, long rank, boolean counts) {
        served = Math.max(served, rank);
        if (!counts) {
            take(tenant);
        }
    }

    private void forget() {
        next.values().removeIf(rank -> rank <= served);
        if (next.size() > MOST) {
            next.clear();
        }
    }

    int tenants() {
        return next.size();
    }
}
