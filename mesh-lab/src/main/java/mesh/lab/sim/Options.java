package mesh.lab.sim;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// What is asked of a run beyond its seed; what is zero the seed draws.
///
/// @param nodes how many nodes; 0 for what the seed draws
/// @param jobs how many jobs; 0 for what the seed draws
/// @param seconds how long there are faults, of virtual time; 0 for what the seed draws
/// @param without kinds of fault that are left out
public record Options(int nodes, int jobs, int seconds, Set<Fault> without) {
    public static final Options NONE = new Options(0, 0, 0, Set.of());
    public static final int MOST_NODES = 50;
    public static final int MOST_JOBS = 10_000;
    public static final int MOST_SECONDS = 86_400;

    public Options {
        bounded("nodes", nodes, MOST_NODES);
        bounded("jobs", jobs, MOST_JOBS);
        bounded("seconds", seconds, MOST_SECONDS);
        var some = EnumSet.noneOf(Fault.class);
        some.addAll(without);
        without = some;
    }

    private static void bounded(String what, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(
                    "`%s` must be from 0 to %d, was %d".formatted(what, most, value));
        }
    }

    public Options withJobs(int fewer) {
        return new Options(nodes, fewer, seconds, without);
    }

    public Options withSeconds(int fewer) {
        return new Options(nodes, jobs, fewer, without);
    }

    public Options without(Fault fault) {
        Set<Fault> more = EnumSet.copyOf(without.isEmpty() ? EnumSet.of(fault) : without);
        more.add(fault);
        return new Options(nodes, jobs, seconds, more);
    }

    /// The command line that replays a seed with these.
    public String command(long seed) {
        var words = new StringBuilder("./mesh sim --seed ").append(seed);
        if (nodes > 0) {
            words.append(" --nodes ").append(nodes);
        }
        if (jobs > 0) {
            words.append(" --jobs ").append(jobs);
        }
        if (seconds > 0) {
            words.append(" --seconds ").append(seconds);
        }
        if (!without.isEmpty()) {
            words.append(" --without ")
                    .append(without.stream().map(Fault::wireName).collect(Collectors.joining(",")));
        }
        return words.toString();
    }
}
