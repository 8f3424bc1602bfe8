package mesh.lab.bench.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mesh.lab.bench.plan.Goal;
import mesh.lab.process.Machine;

/// What a benchmark found; as JSON it is the form that `docs/benchmark.md` describes.
///
/// @param format always {@value #FORMAT}
/// @param version of the mesh
/// @param command that repeats it
/// @param repetitions how many were asked for
/// @param disk the kind of file system that the data were on
/// @param syncMillis how long one write of 4 KiB takes to be on the disk, the median
/// @param notes what a figure alone does not tell
/// @param failures what did not work, and why figures are missing
public record BenchReport(
        String format,
        String version,
        String command,
        Instant at,
        Duration took,
        long seed,
        boolean smoke,
        int repetitions,
        Machine machine,
        String disk,
        double syncMillis,
        List<Loads> loads,
        List<Figure> figures,
        List<GoalResult> goals,
        List<String> notes,
        List<String> failures) {
    public static final String FORMAT = "mesh-bench-1";

    /// Beside each goal what was found.
    public static List<GoalResult> judge(List<Goal> goals, List<Figure> figures) {
        return goals.stream().map(goal -> GoalResult.of(goal, figures)).toList();
    }
}
