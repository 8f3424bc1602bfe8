package mesh.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import mesh.worker.detect.Python;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job as a user runs it.
class DemoTest {
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    @TempDir private Path directory;

    @Test
    void the_demo_loses_a_node_and_nothing_else() {
        assumeThat(Python.detect()).as("python3").isPresent();
        try (MeshProcess demo = MeshProcess.start(directory, "demo", "--jobs", "100")) {
            int code = demo.exit(PATIENCE);
            String output = demo.output();
            assertThat(code).as(output).isZero();
            assertThat(output)
                    .containsPattern("killed +n[123] \\(process \\d+\\) with kill -9")
                    .containsPattern("(?m)^ *n[123] +python +\\d+ +\\d+ +\\d+ +killed half-way")
                    .containsPattern(
                            "verdict +(\\d{3}) of \\1 jobs succeeded; the totals are equal; no job"
                                    + " ran on a node that cannot do it")
                    .contains("Where to look next")
                    .doesNotContain("Exception", "error:");
        }
    }
}
