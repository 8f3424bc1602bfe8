package mesh.lab.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Ratio;
import org.junit.jupiter.api.Test;

class FigureTest {
    static Figure figure(String name, Map<Integer, Double> values) {
        return Figure.of(
                "part",
                new Measure(name, "text of " + name, "jobs/s", Better.MORE),
                new TreeMap<>(values));
    }

    @Test
    void has_the_median_and_what_its_repetitions_span() {
        Figure odd = figure("a", Map.of(1, 30.0, 2, 10.0, 3, 20.0));
        assertThat(List.of(odd.median(), odd.min(), odd.max())).containsExactly(20.0, 10.0, 30.0);
        assertThat(figure("a", Map.of(1, 10.0, 2, 20.0, 3, 40.0, 4, 30.0)).median())
                .isEqualTo(25.0);
    }

    @Test
    void takes_a_ratio_within_each_repetition_and_not_of_medians() {
        List<Figure> figures =
                List.of(
                        figure("mesh", Map.of(1, 10.0, 2, 40.0, 3, 30.0, 4, 7.0)),
                        figure("ceiling", Map.of(1, 100.0, 2, 50.0, 3, 60.0)));
        Figure ratio = Figure.of(new Ratio("r", "", "mesh", "ceiling"), figures).orElseThrow();
        assertThat(ratio.values()).isEqualTo(Map.of(1, 0.1, 2, 0.8, 3, 0.5));
        assertThat(ratio.median()).isEqualTo(0.5);
    }

    @Test
    void has_no_ratio_where_one_of_them_was_never_measured() {
        List<Figure> figures =
                List.of(figure("mesh", Map.of(1, 10.0)), figure("ceiling", Map.of(2, 100.0)));
        assertThat(Figure.of(new Ratio("r", "", "mesh", "ceiling"), figures)).isEmpty();
        assertThat(Figure.of(new Ratio("r", "", "mesh", "moon"), figures)).isEmpty();
    }

    @Test
    void is_written_with_as_many_digits_as_are_worth_reading() {
        assertThat(List.of(Figure.text(12_345.6), Figure.text(12.34), Figure.text(0.4567)))
                .containsExactly("12,346", "12.3", "0.46");
        assertThat(Figure.text(0)).isEqualTo("0");
    }

    @Test
    void reaches_a_goal_or_misses_it_or_was_not_measured() {
        List<Figure> figures = List.of(figure("a", Map.of(1, 0.5)));
        List<GoalResult> results =
                BenchReport.judge(
                        List.of(
                                Goal.atLeast("a", 0.5),
                                Goal.atMost("a", 0.4),
                                Goal.atLeast("moon", 1)),
                        figures);
        assertThat(results.stream().map(GoalResult::verdict))
                .containsExactly("reached", "not reached", "not measured");
        assertThat(results.getFirst().goal()).isEqualTo("≥ 0.50 jobs/s");
    }
}
