package mesh.lab.sim;

import mesh.lab.sim.check.Invariant;

/// Looks for a smaller run in which the same invariant is broken: fewer kinds of fault, fewer jobs,
/// a shorter time. Delta debugging at its simplest (Zeller and Hildebrandt, 2002): whatever can be
/// left out is.
public final class Shrinking {
    private Shrinking() {}

    /// @param broken a run that failed with these options
    /// @return options with which the same seed still breaks the same invariant
    public static Options smaller(Outcome broken, Options options) {
        Invariant invariant = broken.broken().orElseThrow().invariant();
        long seed = broken.seed();
        Options smallest = options;
        for (Fault fault : broken.faults()) {
            smallest = better(seed, invariant, smallest, smallest.without(fault));
        }
        for (int jobs = broken.jobs() / 2; jobs >= 1; jobs /= 2) {
            smallest = better(seed, invariant, smallest, smallest.withJobs(jobs));
        }
        for (int seconds = 80; seconds >= 5; seconds /= 2) {
            smallest = better(seed, invariant, smallest, smallest.withSeconds(seconds));
        }
        return smallest;
    }

    private static Options better(long seed, Invariant invariant, Options now, Options tried) {
        return Seeds.replay(seed, tried, 0)
                        .broken()
                        .filter(broken -> broken.invariant() == invariant)
                        .isPresent()
                ? tried
                : now;
    }
}
