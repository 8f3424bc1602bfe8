package mesh.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.lab.bench.plan.BenchOptions;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Ratio;
import mesh.lab.bench.plan.Scale;
import mesh.lab.bench.report.BenchReport;
import mesh.lab.bench.report.Figure;
import mesh.lab.bench.report.MarkdownReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    private static final BenchOptions THREE = new BenchOptions(Scale.SMOKE, 3, true, 1);

    @TempDir private Path directory;
    private final List<String> turns = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    /// Measures its own name's length times the repetition; fails in one of them.
    private final class Counting implements Part {
        private final String name;
        private final int failing;

        Counting(String name, int failing) {
            this.name = name;
            this.failing = failing;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String text() {
            return "counts";
        }

        @Override
        public List<Measure> measures(Scale scale) {
            return List.of(new Measure(name + ".count", "", "jobs/s", Better.MORE));
        }

        @Override
        public List<Ratio> ratios() {
            return List.of(new Ratio(name + "/a", "", name + ".count", "a.count"));
        }

        @Override
        public List<Goal> goals() {
            return List.of(Goal.atLeast(name + "/a", 2));
        }

        @Override
        public Duration estimate(Scale scale) {
            return Duration.ofSeconds(5);
        }

        @Override
        public void measure(Repetition repetition) {
            repetition.own(() -> closed.add(name));
            turns.add(name + repetition.number());
            if (repetition.number() == failing) {
                throw new IllegalStateException("no luck");
            }
            repetition.put(name + ".count", name.length() * repetition.number());
        }
    }

    private BenchReport run(Part... parts) throws InterruptedException {
        try (var bench =
                new Bench(
                        THREE,
                        List.of(parts),
                        (_, _) -> List.of(),
                        directory,
                        directory.resolve("logs"),
                        _ -> {})) {
            bench.run();
            return bench.report("1", "./mesh bench");
        }
    }

    @Test
    void goes_round_over_all_parts_and_ends_what_each_started() throws InterruptedException {
        BenchReport report = run(new Counting("a", 0), new Counting("bb", 0));
        assertThat(turns).containsExactly("a1", "bb1", "a2", "bb2", "a3", "bb3");
        assertThat(closed).containsExactly("a", "bb", "a", "bb", "a", "bb");
        assertThat(report.loads()).hasSize(6);
        Figure ratio = Figure.named(report.figures(), "bb/a").orElseThrow();
        assertThat(ratio.median()).isEqualTo(2.0);
        assertThat(report.goals().getLast().reached()).isTrue();
        assertThat(report.failures()).isEmpty();
    }

    @Test
    void leaves_out_what_failed_and_goes_on() throws InterruptedException {
        BenchReport report = run(new Counting("a", 2), new Counting("bb", 0));
        assertThat(turns).hasSize(6);
        assertThat(closed).hasSize(6);
        assertThat(report.failures()).containsExactly("a failed in repetition 2: no luck");
        assertThat(Figure.named(report.figures(), "a.count").orElseThrow().values())
                .containsOnlyKeys(1, 3);
        assertThat(MarkdownReport.of(report, List.of(), List.of("x.png")))
                .contains("a failed in repetition 2: no luck", "| bb.count |", "![x.png](x.png)");
    }

    @Test
    void knows_how_long_it_will_take() {
        assertThat(Bench.estimate(List.of(new Counting("a", 0), new Counting("b", 0)), THREE))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void refuses_to_go_round_never() {
        assertThatThrownBy(() -> new BenchOptions(Scale.FULL, 0, false, 1))
                .hasMessage("`repetitions` must be 1 to 100, was 0");
        assertThatThrownBy(() -> Parts.named(List.of("moon")))
                .hasMessageContaining("`only` takes idle, ceiling-vm, mesh,")
                .hasMessageContaining("was 'moon'");
    }
}
