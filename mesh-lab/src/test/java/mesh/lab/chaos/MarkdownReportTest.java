package mesh.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import mesh.lab.chaos.measure.Spread;
import mesh.lab.chaos.plan.ChaosOptions;
import mesh.lab.check.Checker;
import mesh.lab.check.Expectation;
import mesh.lab.check.History;
import mesh.lab.check.Submission;
import mesh.lab.process.Machine;
import mesh.protocol.JobId;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static ChaosReport report(List<Submission> submissions, List<String> findings) {
        return new ChaosReport(
                "./mesh chaos --seed 1",
                NOON,
                new ChaosOptions(
                        Set.of(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        1,
                        1,
                        1,
                        1,
                        Duration.ZERO),
                new Machine("Linux", "25", 2, 1_024, 0.5),
                Duration.ofSeconds(10),
                new TreeMap<>(Map.of("kill-core", 3, "kill-node", 2)),
                Checker.check(new History(submissions, List.of(), Map.of())),
                new TreeMap<>(Map.of("kill-core", new Spread(1, 10, 20, 30))),
                new TreeMap<>(Map.of("kill-core", 2)),
                Spread.NONE,
                Spread.NONE,
                new TreeMap<>(),
                new TreeMap<>(),
                0,
                findings);
    }

    @Test
    void a_lost_job_and_a_finding_are_each_enough_not_to_be_clean() {
        JobId id = JobId.make(NOON, new SplittableRandom(1));
        ChaosReport lost =
                report(List.of(Submission.acknowledged("a", id, Expectation.ANY)), List.of());
        assertThat(lost.clean()).isFalse();
        assertThat(MarkdownReport.of(lost))
                .startsWith("# Chaos: NOT clean")
                .contains("| **lost** | 1 |", "- lost: 1", "- lost, job " + id);
        ChaosReport found = report(List.of(), List.of("the core ended by itself"));
        assertThat(found.clean()).isFalse();
        assertThat(MarkdownReport.of(found))
                .startsWith("# Chaos: NOT clean")
                .contains("- the core ended by itself");
        assertThat(MarkdownReport.of(report(List.of(), List.of()))).startsWith("# Chaos: clean");
    }

    @Test
    void what_was_not_measured_stands_beside_what_was() {
        assertThat(MarkdownReport.of(report(List.of(), List.of())))
                .contains(
                        "| kill-core | 3 | 1 | 2 | 10 | 20 | 30 |",
                        "| kill-node | 2 | 0 | 0 | | | |");
    }
}
