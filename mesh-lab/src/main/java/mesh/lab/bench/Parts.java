package mesh.lab.bench;

import java.util.List;
import java.util.stream.Collectors;
import mesh.lab.bench.backlog.Backlog;
import mesh.lab.bench.backlog.Queue;
import mesh.lab.bench.ceiling.Ceiling;
import mesh.lab.bench.cost.Idle;
import mesh.lab.bench.cost.Profile;
import mesh.lab.bench.cost.Start;
import mesh.lab.bench.latency.Latency;
import mesh.lab.bench.mesh.AllInOne;
import mesh.lab.bench.mesh.SeparateProcesses;
import mesh.lab.bench.overload.Overload;

/// All parts, in the order of their turns.
public final class Parts {
    public static final List<Part> ALL =
            List.of(
                    // Before those that leave the system's memory in small pieces: what an idle
                    // mesh takes goes with them.
                    new Idle(),
                    Ceiling.inProcess(),
                    new AllInOne(),
                    Ceiling.overTcp(),
                    new SeparateProcesses(),
                    new Latency(),
                    new Overload(),
                    new Start(),
                    new Profile(),
                    new Backlog(),
                    new Queue());

    private Parts() {}

    /// Those of these names, in the order of their turns.
    ///
    /// @param names empty for all
    /// @throws IllegalArgumentException naming the one that is none
    public static List<Part> named(List<String> names) {
        for (String name : names) {
            if (ALL.stream().noneMatch(part -> part.name().equals(name))) {
                throw new IllegalArgumentException(
                        "`only` takes %s, was '%s'".formatted(names(), name));
            }
        }
        return ALL.stream().filter(part -> names.isEmpty() || names.contains(part.name())).toList();
    }

    private static String names() {
        return ALL.stream().map(Part::name).collect(Collectors.joining(", "));
    }
}
