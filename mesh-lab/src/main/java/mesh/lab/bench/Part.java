package mesh.lab.bench;

import java.time.Duration;
import java.util.List;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Ratio;
import mesh.lab.bench.plan.Scale;

/// A part of the benchmark. It starts what it needs, measures, and leaves nothing behind; what it
/// starts it gives to {@link Repetition#own}, which ends it whatever happens.
public interface Part {
    /// As `--only` names it: a word in kebab case.
    String name();

    /// What it does, in one line for people.
    String text();

    /// What it puts into each repetition, in the order of the report.
    List<Measure> measures(Scale scale);

    /// Ratios of its figures, also to those of other parts.
    default List<Ratio> ratios() {
        return List.of();
    }

    /// What its figures and ratios should be.
    default List<Goal> goals() {
        return List.of();
    }

    /// How long one repetition takes, about.
    Duration estimate(Scale scale);

    /// In how many of the repetitions it takes part: those that take minutes need not be in all.
    default int repetitions(int asked) {
        return asked;
    }

    /// Measures everything once.
    ///
    /// @throws IllegalStateException saying what did not work; the others go on
    void measure(Repetition repetition) throws InterruptedException;
}
