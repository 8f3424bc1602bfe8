package mesh.lab.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import mesh.lab.sim.check.Verdict;

/// How a run ended.
///
/// @param broken the first invariant that was broken; empty where all held
/// @param hash of everything that happened: equal runs have equal ones
/// @param steps how many things happened
/// @param virtualSeconds how long it took on its own clock
/// @param jobs how many jobs were stored
/// @param lines the last steps in words, where they were wanted
public record Outcome(
        long seed,
        Set<Fault> faults,
        Optional<Verdict.Broken> broken,
        long hash,
        long steps,
        double virtualSeconds,
        int nodes,
        int jobs,
        List<String> lines) {}
