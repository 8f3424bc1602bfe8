package mesh.lab.chaos.plan;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// What a run is asked for.
///
/// @param kinds of faults; may be empty, for an undisturbed run
/// @param every how often one is caused, 100 ms at least
/// @param length how long jobs are submitted and faults caused
/// @param load jobs a second, 1 to 5000
/// @param nodes 1 to 64
/// @param slots of each node, 1 to 64
/// @param clocksOff by how much the nodes' clocks are wrong, ahead and behind by turns; zero for
///     right ones
public record ChaosOptions(
        Set<FaultKind> kinds,
        Duration every,
        Duration length,
        int load,
        long seed,
        int nodes,
        int slots,
        Duration clocksOff) {
    public static final int MOST_LOAD = 5_000;
    public static final int MOST_NODES = 64;
    private static final Duration LEAST_EVERY = Duration.ofMillis(100);
    private static final Duration MOST_LENGTH = Duration.ofHours(24);

    /// @throws IllegalArgumentException naming the option that breaks a bound
    public ChaosOptions {
        kinds = kinds.isEmpty() ? Set.of() : EnumSet.copyOf(kinds);
        if (every.compareTo(LEAST_EVERY) < 0) {
            throw new IllegalArgumentException(
                    "`every` must be at least %d ms, was %d ms"
                            .formatted(LEAST_EVERY.toMillis(), every.toMillis()));
        }
        if (length.compareTo(MOST_LENGTH) > 0) {
            throw new IllegalArgumentException(
                    "`for` must be at most %d hours, was %d"
                            .formatted(MOST_LENGTH.toHours(), length.toHours()));
        }
        if (clocksOff.isNegative() || clocksOff.compareTo(MOST_LENGTH) > 0) {
            throw new IllegalArgumentException(
                    "`clocks` must be at most %d hours, was %d"
                            .formatted(MOST_LENGTH.toHours(), clocksOff.toHours()));
        }
        between("load", load, MOST_LOAD);
        if (!kinds.isEmpty() && length.compareTo(every) <= 0) {
            throw new IllegalArgumentException(
                    "`for` must be longer than `every` (%d ms), or nothing is done at all, was %d ms"
                            .formatted(every.toMillis(), length.toMillis()));
        }
        between("nodes", nodes, MOST_NODES);
        between("slots", slots, MOST_NODES);
    }

    private static void between(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "`%s` must be 1 to %d, was %d".formatted(name, most, value));
        }
    }
}
