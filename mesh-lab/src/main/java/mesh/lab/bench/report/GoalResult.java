package mesh.lab.bench.report;

import java.util.List;
import java.util.Optional;
import mesh.lab.bench.plan.Goal;

/// A goal beside what was found.
///
/// @param value the figure's median; null where it has none
public record GoalResult(
        String figure, String unit, boolean atLeast, double bound, Double value, boolean reached) {

    static GoalResult of(Goal goal, List<Figure> figures) {
        Optional<Figure> found = Figure.named(figures, goal.figure());
        return new GoalResult(
                goal.figure(),
                found.map(Figure::unit).orElse(""),
                goal.atLeast(),
                goal.bound(),
                found.map(Figure::median).orElse(null),
                found.filter(figure -> goal.reached(figure.median())).isPresent());
    }

    /// As people write it.
    public String goal() {
        return (atLeast ? "≥ " : "≤ ") + (Figure.text(bound) + " " + unit).strip();
    }

    public String verdict() {
        return value == null ? "not measured" : reached ? "reached" : "not reached";
    }
}
