package mesh.lab.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import mesh.lab.chaos.measure.Spread;
import mesh.lab.chaos.plan.ChaosOptions;
import mesh.lab.check.Verdict;
import mesh.lab.process.Machine;

/// What a run showed.
///
/// @param command that repeats it
/// @param took from the first submission until every job had ended
/// @param faults how many of each kind were caused
/// @param recovery of each kind of fault, in milliseconds; see {@link
///     mesh.lab.chaos.measure.Recoveries}
/// @param unmeasured of each kind of fault, recoveries that could not be measured
/// @param submitting from when a job was due to its acknowledgement, in milliseconds
/// @param running from a job's admission to its end, in milliseconds
/// @param answers what clients were answered beside their acknowledgements, by kind
/// @param refused what the mesh refused, by reason; at least so much
/// @param lostOnSlow attempts taken back from nodes whose line was slow and nothing worse
/// @param findings whatever else must not be: wrong answers, processes that ended by themselves
public record ChaosReport(
        String command,
        Instant at,
        ChaosOptions options,
        Machine machine,
        Duration took,
        SortedMap<String, Integer> faults,
        Verdict verdict,
        SortedMap<String, Spread> recovery,
        SortedMap<String, Integer> unmeasured,
        Spread submitting,
        Spread running,
        SortedMap<String, Long> answers,
        SortedMap<String, Long> refused,
        long lostOnSlow,
        List<String> findings) {

    /// Whether nothing is wrong.
    public boolean clean() {
        return verdict.clean() && findings.isEmpty();
    }
}
