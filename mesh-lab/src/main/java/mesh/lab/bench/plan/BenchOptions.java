package mesh.lab.bench.plan;

import java.time.Duration;

/// What a benchmark is asked for.
///
/// @param repetitions how often it goes round, 1 to 100
/// @param smoke whether it only tries that everything is measured
/// @param seed of what is left to chance
public record BenchOptions(Scale scale, int repetitions, boolean smoke, long seed) {
    private static final int MOST_REPETITIONS = 100;
    private static final Duration LEAST_WINDOW = Duration.ofMillis(100);
    private static final Duration MOST_WINDOW = Duration.ofHours(1);

    /// @throws IllegalArgumentException naming the option that breaks a bound
    public BenchOptions {
        if (repetitions < 1 || repetitions > MOST_REPETITIONS) {
            throw new IllegalArgumentException(
                    "`repetitions` must be 1 to %d, was %d"
                            .formatted(MOST_REPETITIONS, repetitions));
        }
        Duration window = scale.window();
        if (window.compareTo(LEAST_WINDOW) < 0 || window.compareTo(MOST_WINDOW) > 0) {
            throw new IllegalArgumentException(
                    "`duration` must be %d ms to %d min, was %d ms"
                            .formatted(
                                    LEAST_WINDOW.toMillis(),
                                    MOST_WINDOW.toMinutes(),
                                    window.toMillis()));
        }
    }
}
