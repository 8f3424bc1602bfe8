package mesh.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import mesh.protocol.json.MeshJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real thing, so small that its figures mean nothing: only that they are there is looked at.
class BenchRunTest {
    @TempDir private Path directory;

    @Test
    @Timeout(300)
    void produces_every_figure() throws IOException {
        Path reports = directory.resolve("report");
        CommandRun run =
                CommandRun.of(
                        directory,
                        "bench",
                        "--smoke",
                        "--only",
                        "ceiling-vm,ceiling-tcp,mesh,processes,latency",
                        "--report",
                        reports.toString());
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        JsonNode report = MeshJson.MAPPER.readTree(Files.readString(reports.resolve("bench.json")));
        assertThat(report.path("format").asText()).isEqualTo("mesh-bench-1");
        assertThat(report.path("failures")).isEmpty();
        List<String> names = new ArrayList<>();
        for (JsonNode figure : report.path("figures")) {
            names.add(figure.path("name").asText());
            boolean counts = figure.path("unit").asText().equals("jobs/s");
            assertThat(figure.path("median").asDouble())
                    .as(figure.toString())
                    .isGreaterThanOrEqualTo(counts ? Double.MIN_VALUE : 0);
        }
        assertThat(names)
                .contains(
                        "ceiling.vm",
                        "ceiling.tcp",
                        "mesh.batch",
                        "mesh.batch.cpu",
                        "mesh.single-1",
                        "mesh.single-4",
                        "processes.batch",
                        "latency.20.p99",
                        "latency.50.p99.9",
                        "mesh.batch/ceiling.vm",
                        "processes.batch/ceiling.tcp");
        assertThat(Files.readString(reports.resolve("bench.md"))).contains("# Benchmark (smoke");
        assertThat(reports.resolve("throughput.png")).isNotEmptyFile();
        assertThat(reports.resolve("latency.png")).isNotEmptyFile();
        assertThat(run.out()).contains("fdatasync", "not measured");
    }
}
