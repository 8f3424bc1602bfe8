package mesh.core.store;

import java.util.Map;
import mesh.core.job.StateName;

/// What a step of pruning took away.
///
/// @param jobs how many jobs of each state
/// @param more whether there is more to take away at once
public record Pruned(Map<StateName, Long> jobs, boolean more) {
    public static final Pruned NOTHING = new Pruned(Map.of(), false);

    public Pruned {
        jobs = Map.copyOf(jobs);
    }
}
