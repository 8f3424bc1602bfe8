package mesh.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.run.Parts;
import mesh.lab.chaos.ChaosReport;
import mesh.lab.chaos.measure.Spread;
import mesh.lab.chaos.plan.ChaosOptions;
import mesh.lab.check.Checker;
import mesh.lab.check.Expectation;
import mesh.lab.check.History;
import mesh.lab.check.Submission;
import mesh.lab.process.Machine;
import mesh.protocol.JobId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run's verdict makes of the exit code, of the screen and of what is kept.
class ChaosTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    @TempDir private Path directory;
    private Path report;
    private boolean closed;

    @BeforeEach
    void write() throws Exception {
        report = directory.resolve("report");
        Files.writeString(
                Files.createDirectory(directory.resolve("mesh")).resolve("core.out"), "!");
    }

    private int tell(List<Submission> submissions, List<String> findings) throws Exception {
        var files = new ReportFiles(report);
        files.create();
        var found =
                new ChaosReport(
                        "./mesh chaos --seed 9",
                        NOON,
                        new ChaosOptions(
                                Set.of(),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(10),
                                1,
                                9,
                                1,
                                1,
                                Duration.ZERO),
                        new Machine("Linux", "25", 2, 1_024, 0.5),
                        Duration.ofSeconds(10),
                        new TreeMap<>(),
                        Checker.check(new History(submissions, List.of(), Map.of())),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        Spread.NONE,
                        Spread.NONE,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        0,
                        findings);
        try (var parts = new Parts()) {
            var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
            return new Chaos(
                            new Screen(out, out, InputStream.nullInputStream(), false, 100),
                            files,
                            parts)
                    .tell(found, directory.resolve("mesh"), () -> closed = true);
        }
    }

    @Test
    void a_clean_run_is_0_and_keeps_no_logs() throws Exception {
        assertThat(tell(List.of(), List.of())).isEqualTo(ExitCode.DONE);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("verdict    clean: ");
        assertThat(report.resolve("chaos-9.md")).content().startsWith("# Chaos: clean");
        assertThat(report.resolve("chaos-9-logs")).doesNotExist();
    }

    @Test
    void a_lost_job_is_1_and_keeps_the_logs() throws Exception {
        JobId id = JobId.make(NOON, new SplittableRandom(1));
        assertThat(tell(List.of(Submission.acknowledged("a", id, Expectation.ANY)), List.of()))
                .isEqualTo(ExitCode.FAILED);
        assertNotClean("lost, job " + id);
    }

    @Test
    void a_finding_is_1_and_keeps_the_logs() throws Exception {
        assertThat(tell(List.of(), List.of("the core ended by itself"))).isEqualTo(ExitCode.FAILED);
        assertNotClean("the core ended by itself");
    }

    private void assertNotClean(String why) {
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("verdict    NOT CLEAN: ", why);
        assertThat(report.resolve("chaos-9.md")).content().startsWith("# Chaos: NOT clean");
        assertThat(report.resolve("chaos-9-logs/core.out")).hasContent("!");
        assertThat(closed).as("the mesh is ended before its logs are taken").isTrue();
    }
}
